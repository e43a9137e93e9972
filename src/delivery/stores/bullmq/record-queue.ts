import { errorLine } from '../../../common/error-text.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { DeadLetterLimits, Death } from '../../port/dead-record.js';
import { DeliveryUnavailableError, type DeliveryContext, type StoreStats } from '../../port/delivery.js';
import { replayProgress } from '../../port/progress.js';
import { shortId } from '../short-id.js';
import { within } from '../../../common/within.js';
import { FORMAT, jobData } from './job.js';
import type { RedisLink } from './redis-clients.js';
import { Replication } from './replication.js';
import type { Script } from './redis/script.js';
import { ADD, ADD_DEAD_LETTER, MAINTAIN, STATS } from './scripts/lua-scripts.js';

/** How many bytes may be on the way to Redis: while it hangs they would pile up. */
const MOST_BYTES = 64 * 1024 * 1024;

/** How long an answer that nobody of Chat's waits for may take, in ms. */
const ANSWER_MS = 1500;

/** How often anybody looks after the queue, in ms: a little less than the engine does. */
const LOOK_MS = 1900;

/** When nobody has looked for that long, Redis may have been away, in ms. */
const LONG_PAUSE_MS = 6000;

/** How long workers have to renew their locks after that, in ms. */
const PATIENCE_MS = 5000;

/** The queue is of another registration, or of another release. */
export class ForeignQueueError extends DeliveryUnavailableError {}

/** A queue of one registration: what can be done with it without a worker. */
export class RecordQueue {
  private bytes = 0;
  private readonly owner: string;
  private readonly replication: Replication;

  /**
   * @param name for messages
   * @param base of the queue's keys
   */
  constructor(
    private readonly link: RedisLink,
    private readonly name: string,
    private readonly base: string,
    private readonly limits: Required<DeadLetterLimits>,
    private readonly minReplicas: number,
    private readonly context: DeliveryContext,
  ) {
    this.replication = new Replication(link, minReplicas);
    this.owner = `${FORMAT} ${context.registration}`;
  }

  /**
   * @param id of the job
   * @param token of the claim that is to be made of it, where one is
   * @param leaseMs how long that lasts
   */
  async add(
    id: string,
    record: CallbackRecord,
    token = '',
    leaseMs = 0,
  ): Promise<'claimed' | 'accepted' | 'duplicate'> {
    const reply = await this.send(ADD, id, record, this.minReplicas, token, leaseMs);
    if (reply === 2) return 'claimed';
    return reply === 1 ? 'accepted' : 'duplicate';
  }

  /** @returns `false` for a record that is known */
  async keepDead(record: CallbackRecord, death: Death): Promise<boolean> {
    const { max, maxAgeMs } = this.limits;
    const id = shortId(record.id);
    const reply = await this.send(
      ADD_DEAD_LETTER,
      id,
      record,
      JSON.stringify(death),
      death.error,
      max,
      maxAgeMs,
    );
    return this.pruned(reply);
  }

  async stats(): Promise<StoreStats> {
    const [pending, dead, oldest] = numbersOf(await this.ask(STATS));
    return { pending: pending ?? 0, dead: dead ?? 0, oldestPendingAt: oldest ?? null };
  }

  /**
   * Has what workers that died have left handled again, and drops dead letters.
   *
   * @throws ForeignQueueError when the queue is not this registration's
   */
  async lookAfter(): Promise<void> {
    const { max, maxAgeMs } = this.limits;
    const times = [LOOK_MS, LONG_PAUSE_MS, PATIENCE_MS];
    this.pruned(this.assertOwn(await this.ask(MAINTAIN, this.owner, max, maxAgeMs, ...times)));
  }

  /** @throws Error when Redis gives no answer, after two seconds at the most */
  async ask(script: Script, ...args: (string | number)[]): Promise<unknown> {
    if (!this.link.isReady) throw new DeliveryUnavailableError(`Redis is away: ${this.link.why}`);
    const reply = script.run(this.link.client, this.base, ...args).catch(unavailable);
    if (await within(ANSWER_MS, reply)) return reply;
    throw new DeliveryUnavailableError(`Redis gave no answer within ${ANSWER_MS} ms`);
  }

  /**
   * Reports dead letters that a script has dropped.
   *
   * @param reply how it went, and how many were dropped because of their number and of their age
   */
  pruned(reply: unknown): boolean {
    const [went, over = 0, aged = 0] = numbersOf(reply);
    const { lifecycle } = this.context;
    const { max, maxAgeMs } = this.limits;
    if (over > 0) lifecycle.report('expired', { reason: 'max', count: over, limit: max });
    if (aged > 0) lifecycle.report('expired', { reason: 'maxAgeMs', count: aged, limit: maxAgeMs });
    return went === 1;
  }

  /** @throws DeliveryUnavailableError when Redis cannot take it */
  private async send(
    script: Script,
    id: string,
    record: CallbackRecord,
    ...args: (string | number)[]
  ): Promise<unknown> {
    if (!this.link.isReady) throw new DeliveryUnavailableError(`Redis is away: ${this.link.why}`);
    const { command, receivedAt } = record;
    const data = jobData(record);
    if (this.bytes + data.length > MOST_BYTES) {
      throw new DeliveryUnavailableError(`Redis does not keep up: ${this.bytes} bytes are on the way to it`);
    }
    this.bytes += data.length;
    try {
      const all = [this.owner, id, command, data, receivedAt, ...args];
      const { connection } = this.link;
      const reply = this.assertOwn(await script.run(this.link.client, this.base, ...all));
      await this.replication.reached(connection);
      return reply;
    } catch (error) {
      return unavailable(error);
    } finally {
      this.bytes -= data.length;
    }
  }

  private assertOwn(reply: unknown): unknown {
    if (typeof reply !== 'string') return reply;
    const [format, registration] = reply.split(' ');
    if (format === String(FORMAT)) {
      throw new ForeignQueueError(
        `the queue ${this.name} belongs to the registration '${registration}': give this one a queueName of its own`,
      );
    }
    throw new ForeignQueueError(
      `the queue ${this.name} holds jobs of another format: have the release that wrote them finish them, or give another queueName`,
    );
  }
}

/** Progress of a job that is replayed, or that a tool of BullMQ's has moved out of the failed ones. */
export function replayOf(handlers: readonly string[]): string {
  return JSON.stringify(replayProgress(handlers));
}

export function numbersOf(reply: unknown): number[] {
  return Array.isArray(reply) ? reply.map(Number) : [Number(reply)];
}

function unavailable(error: unknown): never {
  if (error instanceof DeliveryUnavailableError) throw error;
  const line = errorLine(error);
  const isReply = error instanceof Error && error.name === 'ReplyError';
  // Of a lost connection ioredis gives advice on options that are ours.
  const cause = /maxRetriesPerRequest|enableOfflineQueue/.test(line) ? 'the connection was lost' : line;
  const why = isReply ? `Redis did not do it: ${line}` : `Redis is away: ${cause}`;
  throw new DeliveryUnavailableError(why, { cause: error });
}
