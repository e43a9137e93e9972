import { within } from '../../../common/time-limit.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { Death } from '../../port/dead-record.js';
import { DeliveryUnavailableError, type DeliveryContext, type StoreStats } from '../../port/delivery.js';
import { shortId } from '../short-id.js';
import type { ResolvedBullMqOptions } from './bullmq.options.js';
import { FORMAT, jobData } from './job.js';
import { unavailable } from './redis/redis-errors.js';
import type { RedisLink } from './redis/redis-link.js';
import { Replication } from './redis/replication.js';
import type { Script } from './redis/script.js';
import { ADD, ADD_DEAD_LETTER, MAINTAIN, STATS } from './scripts/lua-scripts.js';

/** How many bytes may be in flight to Redis: they would pile up while it hangs. */
const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;

/** How long Redis may take to reply if Chat does not wait for the reply, in ms. */
const REPLY_TIMEOUT_MS = 1500;

/** Shortest interval between two maintenances of a queue, in ms: slightly less than the engine's two seconds. */
const MAINTAIN_MS = 1900;

/** If the last maintenance is that long ago, Redis may have been away, in ms. */
const LONG_PAUSE_MS = 6000;

/** How long workers have to renew their locks after a long pause, in ms. */
const RENEW_TIME_MS = 5000;

/** The queue belongs to another registration or to another release. */
export class ForeignQueueError extends DeliveryUnavailableError {}

/** The queue of one registration, for everything that needs no claim. */
export class RecordQueue {
  /** What the names of the queue's keys start with. */
  readonly base: string;
  private readonly owner: string;
  private readonly replication: Replication;
  private bytesInFlight = 0;

  constructor(
    readonly name: string,
    private readonly link: RedisLink,
    private readonly options: ResolvedBullMqOptions,
    private readonly context: DeliveryContext,
  ) {
    this.base = `${options.prefix}:${name}:`;
    this.owner = `${FORMAT} ${context.registration}`;
    this.replication = new Replication(link, options.minReplicas);
  }

  /**
   * Adds a record unless its id is known, and claims it if the caller gives a token.
   *
   * @param id of the job
   * @param leaseMs how long the claim lasts, in ms
   * @throws DeliveryUnavailableError if Redis cannot take the record
   */
  async add(
    id: string,
    record: CallbackRecord,
    token = '',
    leaseMs = 0,
  ): Promise<'claimed' | 'accepted' | 'duplicate'> {
    const reply = await this.send(ADD, id, record, this.options.minReplicas, token, leaseMs);
    if (reply === 2) return 'claimed';
    return reply === 1 ? 'accepted' : 'duplicate';
  }

  /**
   * Adds a record as a dead letter.
   *
   * @returns `false` if its id is known
   * @throws DeliveryUnavailableError if Redis cannot take the record
   */
  async addDeadLetter(record: CallbackRecord, death: Death): Promise<boolean> {
    const { max, maxAgeMs } = this.options.deadLetters;
    const args = [JSON.stringify(death), death.error, max, maxAgeMs];
    return this.reportExpired(await this.send(ADD_DEAD_LETTER, shortId(record.id), record, ...args));
  }

  async stats(): Promise<StoreStats> {
    const [pending = 0, dead = 0, oldestPendingAt = null] = numbersOf(await this.run(STATS));
    return { pending, dead, oldestPendingAt };
  }

  /**
   * Makes the claims of crashed workers wait again, and drops dead letters over the limits.
   *
   * @throws ForeignQueueError if the queue is not this registration's
   */
  async maintain(): Promise<void> {
    const { max, maxAgeMs } = this.options.deadLetters;
    const times = [MAINTAIN_MS, LONG_PAUSE_MS, RENEW_TIME_MS];
    this.reportExpired(this.assertOwn(await this.run(MAINTAIN, this.owner, max, maxAgeMs, ...times)));
  }

  /** @throws DeliveryUnavailableError if Redis does not reply within 1.5 s */
  async run(script: Script, ...args: (string | number)[]): Promise<unknown> {
    this.link.assertReady();
    const reply = script.run(this.link.client, this.base, ...args).catch(unavailable);
    if (await within(REPLY_TIMEOUT_MS, reply)) return reply;
    throw new DeliveryUnavailableError(`Redis did not reply within ${REPLY_TIMEOUT_MS} ms`);
  }

  /**
   * Reports the dead letters that a script has dropped.
   *
   * @param reply the result of the script, how many dead letters were too many, and how many were too old
   * @returns whether the result is 1
   */
  reportExpired(reply: unknown): boolean {
    const [result, over = 0, aged = 0] = numbersOf(reply);
    const { max, maxAgeMs } = this.options.deadLetters;
    const { lifecycle } = this.context;
    if (over > 0) lifecycle.report('expired', { reason: 'max', count: over, limit: max });
    if (aged > 0) lifecycle.report('expired', { reason: 'maxAgeMs', count: aged, limit: maxAgeMs });
    return result === 1;
  }

  private async send(
    script: Script,
    id: string,
    record: CallbackRecord,
    ...args: (string | number)[]
  ): Promise<unknown> {
    this.link.assertReady();
    const data = jobData(record);
    if (this.bytesInFlight + data.length > MAX_BYTES_IN_FLIGHT) {
      throw new DeliveryUnavailableError(`Redis does not keep up: ${this.bytesInFlight} bytes are in flight`);
    }
    this.bytesInFlight += data.length;
    try {
      const { client, connection } = this.link;
      const job = [this.owner, id, record.command, data, record.receivedAt];
      const reply = this.assertOwn(await script.run(client, this.base, ...job, ...args));
      await this.replication.reached(connection);
      return reply;
    } catch (error) {
      return unavailable(error);
    } finally {
      this.bytesInFlight -= data.length;
    }
  }

  /** @param reply the owner of the queue, if it is another one */
  private assertOwn(reply: unknown): unknown {
    if (typeof reply !== 'string') return reply;
    const [format, registration] = reply.split(' ');
    throw new ForeignQueueError(
      format === String(FORMAT)
        ? `the queue ${this.name} belongs to the registration '${registration}': give this registration another queueName`
        : `the queue ${this.name} holds jobs of another format: let the release that wrote them finish them, or give another queueName`,
    );
  }
}

function numbersOf(reply: unknown): number[] {
  return Array.isArray(reply) ? reply.map(Number) : [Number(reply)];
}
