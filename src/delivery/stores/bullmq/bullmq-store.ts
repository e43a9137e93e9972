import { randomBytes } from 'node:crypto';
import type { Job } from 'bullmq';
import type { CallbackRecord } from '../../port/callback-record.js';
import { isClaim, type CallbackStore } from '../../port/callback-store.js';
import type { Death } from '../../port/dead-record.js';
import type { DeliveryContext, StoreStats } from '../../port/delivery.js';
import { NO_PROGRESS, type Progress } from '../../port/progress.js';
import { shortId } from '../short-id.js';
import { steadyNow } from '../../../common/steady-now.js';
import { within } from '../../../common/within.js';
import { BullMqDeadLetters } from './bullmq.dead-letters.js';
import type { ResolvedBullMqOptions } from './bullmq.options.js';
import { HeldClaims } from './held-claims.js';
import { isRecordJob, jobProgress, progressOf, type JobClaim } from './job.js';
import { JobSource } from './job-source.js';
import { ForeignQueueError, RecordQueue, replayOf } from './record-queue.js';
import { RedisSharedState } from './redis.shared-state.js';
import { RedisLink } from './redis-clients.js';
import {
  COMPLETE,
  MAKE_DEAD_LETTER,
  RELEASE,
  RENEW_LOCKS,
  RESCHEDULE,
  SAVE,
  SET_ASIDE,
} from './scripts/lua-scripts.js';
import type { Script } from './redis/script.js';

/** After that long without a sign of life a worker's jobs are given to another one, in ms. */
const LEASE_MS = 10_000;

/** For how long the start of the app waits for Redis, in ms. */
const START_UP_MS = 1500;

/** How long it may take to give back what is claimed and not done, in ms. */
const GIVE_BACK_MS = 800;

/** How long BullMQ's worker may take to end, in ms. */
const CLOSE_MS = 500;

/** Keeps records as the jobs of a BullMQ queue. Each change is one script, so that no crash lies between two steps. */
export class BullMqStore implements CallbackStore<JobClaim> {
  readonly label: string;
  readonly durable = true;
  readonly deadLetters: BullMqDeadLetters;
  readonly shared: RedisSharedState;
  private readonly base: string;
  private readonly receiving: RedisLink;
  private readonly queue: RecordQueue;
  private readonly held: HeldClaims;
  private readonly worker = randomBytes(9).toString('base64url');
  private claims = 0;
  private handling: RedisLink | undefined;
  private claiming: RedisLink | undefined;
  private source: JobSource | undefined;
  private found: JobClaim[] = [];
  private waking = false;
  private wake = (): void => {};

  /** @param release gives back the right to use the queue in this process */
  constructor(
    private readonly options: ResolvedBullMqOptions,
    private readonly queueName: string,
    private readonly context: DeliveryContext,
    private readonly release: () => void,
  ) {
    this.label = `in the BullMQ queue ${queueName}`;
    this.base = `${options.prefix}:${queueName}:`;
    this.held = new HeldClaims(options.concurrency);
    this.receiving = RedisLink.failFast(options);
    const { deadLetters, minReplicas } = options;
    this.queue = new RecordQueue(this.receiving, queueName, this.base, deadLetters, minReplicas, context);
    this.deadLetters = new BullMqDeadLetters(this.queue);
    this.shared = new RedisSharedState(this.receiving.client, this.base);
  }

  /** Resolves when Redis is there, and soon in any case: without it the app starts as well. */
  async open(): Promise<void> {
    if (this.receiving.isReady) return;
    const ready = new Promise<void>((resolve) => {
      this.receiving.client.once('ready', () => resolve());
    });
    await within(START_UP_MS, ready);
  }

  /** What is added is claimed at once where this process has room: it need not go through the queue. */
  async add(record: CallbackRecord, claimed: boolean): Promise<JobClaim | 'accepted' | 'duplicate'> {
    const id = shortId(record.id);
    const room = this.source?.spareRoom ?? 0;
    // What the replicas may not get in time is refused, and must be nobody's claim then.
    if (!claimed || room <= 0 || this.options.minReplicas > 0) {
      return (await this.queue.add(id, record)) === 'duplicate' ? 'duplicate' : 'accepted';
    }
    const token = this.nextToken();
    const outcome = await this.held.keepRoom(this.queue.add(id, record, token, LEASE_MS));
    if (outcome !== 'claimed') return outcome;
    const claim = { id, token, started: 1, stalls: 0, record, progress: NO_PROGRESS };
    this.held.add(claim);
    return claim;
  }

  /** What BullMQ's worker has claimed meanwhile. */
  claim(): JobClaim[] {
    return this.found.splice(0);
  }

  begin(claim: JobClaim): boolean {
    this.held.begin(claim);
    return true;
  }

  async complete(claim: JobClaim): Promise<boolean> {
    const { dedupeWindowMs } = this.options;
    return this.write(claim, COMPLETE, Math.max(dedupeWindowMs, claim.record.rememberMs ?? 0));
  }

  async reschedule(claim: JobClaim, dueAt: number, progress: Progress): Promise<boolean> {
    const delayMs = Math.max(0, Math.ceil(dueAt - steadyNow()));
    return this.write(claim, RESCHEDULE, Date.now() + delayMs, delayMs, jobProgress(progress, claim));
  }

  async save(claim: JobClaim, progress: Progress): Promise<boolean> {
    return (await this.run(claim, SAVE, jobProgress(progress, claim))) === 1;
  }

  async deadLetter(claimed: JobClaim | CallbackRecord, death: Death): Promise<boolean> {
    if (!isClaim(claimed)) return this.queue.keepDead(claimed, death);
    const { max, maxAgeMs } = this.options.deadLetters;
    const args = [JSON.stringify(death), death.error, death.attempts, max, maxAgeMs];
    this.held.leave(claimed);
    const reply = this.run(claimed, MAKE_DEAD_LETTER, replayOf(death.handlers), ...args);
    this.source?.more();
    const kept = this.queue.pruned(await reply);
    this.held.delete(claimed);
    return kept;
  }

  async renew(): Promise<void> {
    for (const link of this.links) link.probe(this.base);
    const claims = [...this.held].flatMap(identity);
    // Locks first: what is looked after next is what has no lock.
    if (claims.length > 0) await this.queue.ask(RENEW_LOCKS, LEASE_MS, ...claims);
    await this.lookAfter();
    const away = this.links.find(({ isReady }) => !isReady);
    if (away !== undefined) throw new Error(`Redis is away: ${away.why}`);
    if (this.source?.failure !== undefined) throw this.source.failure;
  }

  onDue(wake: () => void): void {
    // Until now it had no work to lose: an app that fails to start can end.
    this.receiving.keepProcess();
    if (!this.options.worker) return;
    this.wake = wake;
    this.handling = RedisLink.patient(this.options).keepProcess();
    this.claiming = RedisLink.failFast(this.options).keepProcess();
    this.source = new JobSource(this.claiming.client, {
      queueName: this.queueName,
      prefix: this.options.prefix,
      leaseMs: LEASE_MS,
      nextToken: () => this.nextToken(),
      room: () => this.held.room,
      found: (job, token) => this.hold(job, token),
    });
    // Where it fails, the next renewal says why.
    this.lookAfter().catch(() => undefined);
  }

  stats(): Promise<StoreStats> {
    return this.queue.stats();
  }

  /** What is claimed and was not begun is given back at once: other instances can handle it. */
  drain(): void {
    void this.stopClaiming().then(() => this.giveBack(this.held.notBegun()));
  }

  async close(): Promise<void> {
    await within(CLOSE_MS, this.stopClaiming());
    if (this.handling?.isReady === true) await within(GIVE_BACK_MS, this.giveBack([...this.held]));
    for (const { client } of this.links) client.disconnect();
    this.release();
  }

  private nextToken(): string {
    this.claims += 1;
    return `${this.worker}:${this.claims.toString(36)}`;
  }

  private get links(): RedisLink[] {
    return [this.receiving, this.handling, this.claiming].filter((link) => link !== undefined);
  }

  /** Nothing is claimed of a queue that is not this registration's. */
  private async lookAfter(): Promise<void> {
    try {
      await this.queue.lookAfter();
      this.source?.allow(true);
    } catch (error) {
      if (error instanceof ForeignQueueError) this.source?.allow(false);
      throw error;
    }
  }

  private hold(job: Job, token: string): void {
    const { id = '', data, attemptsStarted: started, stalledCounter: stalls } = job;
    if (!isRecordJob(data)) return this.setAside({ id, token, started, stalls });
    const claim = { id, token, started, stalls, record: data.record, progress: progressOf(job) };
    this.held.add(claim);
    this.found.push(claim);
    if (this.waking) return;
    this.waking = true;
    setImmediate(() => {
      this.waking = false;
      this.wake();
    });
  }

  private setAside(claim: Omit<JobClaim, 'record' | 'progress'>): void {
    const { lifecycle } = this.context;
    const message = `the queue ${this.queueName} held a job that is no callback of this release, and that is among its failed jobs now`;
    lifecycle.report('fault', { message });
    this.run(claim, SET_ASIDE, message).catch((error: unknown) =>
      lifecycle.report('fault', { message: 'a job that is no callback could not be set aside', error }),
    );
  }

  /** Its handlers have ended: there is room for another one, which is claimed in the same round trip. */
  private async write(claim: JobClaim, script: Script, ...args: (string | number)[]): Promise<boolean> {
    this.held.leave(claim);
    const reply = this.run(claim, script, ...args);
    this.source?.more();
    const written = (await reply) === 1;
    this.held.delete(claim);
    return written;
  }

  private async giveBack(claims: readonly JobClaim[]): Promise<void> {
    try {
      await Promise.all(claims.map((claim) => this.run(claim, RELEASE)));
      for (const claim of claims) this.held.delete(claim);
    } catch (error) {
      const message = 'claims could not be given back: they count as those of a worker that died';
      this.context.lifecycle.report('fault', { message, error });
    }
  }

  /** Before anything is given back: it must not be claimed here once more. */
  private async stopClaiming(): Promise<void> {
    try {
      await this.source?.close();
    } catch (error) {
      this.context.lifecycle.report('fault', { message: 'the worker of BullMQ could not be closed', error });
    }
  }

  private run(
    claim: Omit<JobClaim, 'record' | 'progress'>,
    script: Script,
    ...args: (string | number)[]
  ): Promise<unknown> {
    const { client } = this.handling ?? this.receiving;
    return script.run(client, this.base, ...identity(claim), ...args);
  }
}

function identity({
  id,
  token,
  started,
  stalls,
}: Omit<JobClaim, 'record' | 'progress'>): (string | number)[] {
  return [id, token, started, stalls];
}
