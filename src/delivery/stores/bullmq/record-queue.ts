import { within } from '../../../common/time/time-limit.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { Death } from '../../port/dead-record.js';
import { DeliveryUnavailableError, type DeliveryContext, type StoreStats } from '../../port/delivery.js';
import { shortId } from '../../../common/short-id.js';
import type { ResolvedBullMqOptions } from './bullmq.options.js';
import { FORMAT, jobData, summaryData } from './job.js';
import { GroupedCalls } from '../grouped-calls.js';
import type { RedisLink } from './redis/redis-link.js';
import { Replication } from './redis/replication.js';
import { keysOf, type Script } from './redis/script.js';
import { ADD, ADD_DEAD_LETTER, CLAIM, MAINTAIN, STATS } from './scripts/lua-scripts.js';

/** How long a claim lasts unless its process renews it, in ms. Then another process can claim the job. */
export const LEASE_MS = 10_000;

/** How many bytes may be in flight to Redis. They pile up while it hangs. */
const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;

/** A wait of 0 s never ends, and a server before 7 reads a fraction of a ms as 0. */
const SHORTEST_WAIT_S = 0.001;

/** How long Redis may take to reply if Chat does not wait for the reply, in ms. */
const REPLY_TIMEOUT_MS = 1500;

/** Shortest interval between two maintenances of a queue, in ms: slightly less than the engine's two seconds. */
const MAINTAIN_MS = 1900;

/** In ms. If the last maintenance is longer ago, Redis may have been away. */
const LONG_PAUSE_MS = 6000;

/** How long workers have to renew their locks after a long pause, in ms. */
const RENEW_TIME_MS = 5000;

/** The queue belongs to another registration or to another release. */
export class ForeignQueueError extends DeliveryUnavailableError {}

/** The reply to a write, and the connection that it was sent through. */
interface Written {
  readonly reply: unknown;
  readonly connection: number;
}

/** The queue of one registration, for everything that needs no claim. */
export class RecordQueue {
  /** Prefix of the names of the queue's keys. */
  readonly base: string;
  /** The keys of its scripts. */
  readonly keys: readonly string[];
  private readonly owner: string;
  private readonly replication: Replication;
  private readonly adds = new GroupedCalls((jobs: readonly (string | number)[][]) => this.addAll(jobs));
  private bytesInFlight = 0;

  constructor(
    readonly name: string,
    private readonly link: RedisLink,
    private readonly options: ResolvedBullMqOptions,
    private readonly context: DeliveryContext,
  ) {
    this.base = `${options.prefix}:${name}:`;
    this.keys = keysOf(this.base);
    this.owner = `${FORMAT} ${context.registration}`;
    this.replication = new Replication(link, options.minReplicas);
  }

  /**
   * Adds a record unless its id is known, and claims it if the caller gives a token.
   *
   * @param id of the job
   * @throws DeliveryUnavailableError if Redis cannot take the record
   */
  async add(id: string, record: CallbackRecord, token = ''): Promise<'claimed' | 'accepted' | 'duplicate'> {
    const data = jobData(record);
    const job = [id, record.command, data, record.receivedAt, token];
    const reply = await this.send(data, () => this.adds.run(job, data.length));
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
    const data = jobData(record);
    const job = [this.owner, shortId(record.id), record.command, data, record.receivedAt];
    const args = [summaryData(record), JSON.stringify(death), death.error, max, maxAgeMs];
    return this.reportExpired(await this.send(data, () => this.write(ADD_DEAD_LETTER, ...job, ...args)));
  }

  /**
   * Claims jobs.
   *
   * @param link its own one
   * @param limit how many jobs at most
   * @param token that no other claim has
   * @returns in how many ms to claim again at the latest, and the jobs, which `readJob` reads
   * @throws ForeignQueueError if the queue is not this registration's
   */
  async claim(link: RedisLink, limit: number, token: string): Promise<[again: number, jobs: unknown[]]> {
    link.assertReady();
    const args = [this.owner, limit, token, LEASE_MS];
    const reply = this.assertOwn(await link.use((client) => CLAIM.run(client, this.keys, ...args)));
    const [again, jobs]: unknown[] = Array.isArray(reply) ? reply : [];
    return [again === '' ? Infinity : Number(again), Array.isArray(jobs) ? jobs : []];
  }

  /** Resolves when somebody marks that there are jobs, or when the time in ms is over. */
  async marked(link: RedisLink, ms: number): Promise<void> {
    link.assertReady();
    const seconds = Math.max(ms / 1000, SHORTEST_WAIT_S);
    await link.use((client) => client.bzpopmin(`${this.base}marker`, seconds));
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
    const reply = this.link.use((client) => script.run(client, this.keys, ...args));
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

  /** Sends the data of a record, and waits until enough replicas have it. */
  private async send(data: string, write: () => Promise<Written>): Promise<unknown> {
    this.link.assertReady();
    if (this.bytesInFlight + data.length > MAX_BYTES_IN_FLIGHT) {
      throw new DeliveryUnavailableError(`Redis does not keep up: ${this.bytesInFlight} bytes are in flight`);
    }
    this.bytesInFlight += data.length;
    try {
      const { reply, connection } = await write();
      await this.replication.reached(connection);
      return reply;
    } finally {
      this.bytesInFlight -= data.length;
    }
  }

  private async write(script: Script, ...args: (string | number)[]): Promise<Written> {
    this.link.assertReady();
    const { connection } = this.link;
    const reply = this.assertOwn(await this.link.use((client) => script.run(client, this.keys, ...args)));
    return { reply, connection };
  }

  private async addAll(jobs: readonly (string | number)[][]): Promise<Written[]> {
    const common = [this.owner, this.options.minReplicas, LEASE_MS];
    const { reply, connection } = await this.write(ADD, ...common, ...jobs.flat());
    return numbersOf(reply).map((each) => ({ reply: each, connection }));
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
