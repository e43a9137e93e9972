import type { Job } from 'bullmq';
import { within } from '../../../common/time-limit.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import { isClaim, type CallbackStore } from '../../port/callback-store.js';
import type { Death } from '../../port/dead-record.js';
import type { DeliveryContext, StoreStats } from '../../port/delivery.js';
import { NO_PROGRESS, type Progress } from '../../port/progress.js';
import { shortId } from '../short-id.js';
import { BullMqDeadLetters } from './bullmq-dead-letters.js';
import type { ResolvedBullMqOptions } from './bullmq.options.js';
import { ClaimWriter } from './claim-writer.js';
import { HeldClaims } from './held-claims.js';
import { JobClaimer, LEASE_MS } from './job-claimer.js';
import { claimArguments, isRecordJob, progressOf, type JobClaim, type LockedJob } from './job.js';
import { ForeignQueueError, RecordQueue } from './record-queue.js';
import { FAIL_FAST, PATIENT } from './redis/redis-client.js';
import { RedisLink } from './redis/redis-link.js';
import { RedisSharedState } from './redis/redis-shared-state.js';
import { RENEW_LOCKS } from './scripts/lua-scripts.js';

/** How long the start of the app waits for Redis, in ms. */
const START_TIMEOUT_MS = 1500;

/** How long the release of claims may take when the store is closed, in ms. */
const RELEASE_TIMEOUT_MS = 800;

/** How long BullMQ's worker may take to close, in ms. */
const CLOSE_TIMEOUT_MS = 500;

/** Keeps records as the jobs of a BullMQ queue. Each change is one script, so that no crash leaves half of it. */
export class BullMqStore implements CallbackStore<JobClaim> {
  readonly label: string;
  readonly durable = true;
  readonly deadLetters: BullMqDeadLetters;
  readonly shared: RedisSharedState;
  private readonly receiving: RedisLink;
  private readonly queue: RecordQueue;
  private readonly held: HeldClaims;
  private readonly writer: ClaimWriter;
  /** Claims that the engine has not fetched yet. */
  private readonly found: JobClaim[] = [];
  private handling: RedisLink | undefined;
  private claiming: RedisLink | undefined;
  private claimer: JobClaimer | undefined;
  private wake = (): void => {};

  /** @param release releases the right to use the queue in this process */
  constructor(
    private readonly options: ResolvedBullMqOptions,
    queueName: string,
    private readonly context: DeliveryContext,
    private readonly release: () => void,
  ) {
    this.label = `in the BullMQ queue ${queueName}`;
    this.receiving = new RedisLink(options, FAIL_FAST);
    this.queue = new RecordQueue(queueName, this.receiving, options, context);
    this.held = new HeldClaims(options.concurrency);
    this.writer = new ClaimWriter(() => (this.handling ?? this.receiving).client, this.queue.base, options);
    this.deadLetters = new BullMqDeadLetters(this.queue);
    this.shared = new RedisSharedState(this.receiving.client, this.queue.base);
  }

  /** Resolves when Redis is ready, after 1.5 s at the latest: the app starts without Redis as well. */
  async open(): Promise<void> {
    if (this.receiving.isReady) return;
    const ready = new Promise<void>((resolve) => {
      this.receiving.client.once('ready', () => resolve());
    });
    await within(START_TIMEOUT_MS, ready);
  }

  /** Claims the record in the same step if this process has room for it. */
  async add(record: CallbackRecord, claimed: boolean): Promise<JobClaim | 'accepted' | 'duplicate'> {
    const id = shortId(record.id);
    const { claimer } = this;
    // If too few replicas get the record in time, Chat gets 503, and then the record must not be claimed.
    if (!claimed || claimer === undefined || claimer.spareRoom <= 0 || this.options.minReplicas > 0) {
      return (await this.queue.add(id, record)) === 'duplicate' ? 'duplicate' : 'accepted';
    }
    const token = claimer.nextToken();
    const outcome = await this.held.reserve(this.queue.add(id, record, token, LEASE_MS));
    if (outcome !== 'claimed') return outcome;
    const claim = { id, token, started: 1, stalls: 0, record, progress: NO_PROGRESS };
    this.held.add(claim);
    return claim;
  }

  /** Returns what the claimer has found since the last call. */
  claim(): JobClaim[] {
    return this.found.splice(0);
  }

  begin(claim: JobClaim): boolean {
    this.held.begin(claim);
    return true;
  }

  complete(claim: JobClaim): Promise<boolean> {
    return this.end(claim, this.writer.complete(claim));
  }

  reschedule(claim: JobClaim, dueAt: number, progress: Progress): Promise<boolean> {
    return this.end(claim, this.writer.reschedule(claim, dueAt, progress));
  }

  save(claim: JobClaim, progress: Progress): Promise<boolean> {
    return this.writer.save(claim, progress);
  }

  async deadLetter(claimed: JobClaim | CallbackRecord, death: Death): Promise<boolean> {
    if (!isClaim(claimed)) return this.queue.addDeadLetter(claimed, death);
    return this.queue.reportExpired(await this.end(claimed, this.writer.makeDeadLetter(claimed, death)));
  }

  async renew(): Promise<void> {
    for (const link of this.links) link.probe(this.queue.base);
    const claims = [...this.held].flatMap(claimArguments);
    // The locks come first: the maintenance treats a claim without a lock as one of a crashed worker.
    if (claims.length > 0) await this.queue.run(RENEW_LOCKS, LEASE_MS, ...claims);
    await this.maintain();
    for (const link of this.links) link.assertReady();
    if (this.claimer?.failure !== undefined) throw this.claimer.failure;
  }

  onDue(wake: () => void): void {
    // Until now the process had no work to lose, so an app that failed to start could end.
    this.receiving.keepProcess();
    if (!this.options.worker) return;
    this.wake = wake;
    this.handling = new RedisLink(this.options, PATIENT).keepProcess();
    this.claiming = new RedisLink(this.options, FAIL_FAST).keepProcess();
    const queue = { name: this.queue.name, prefix: this.options.prefix };
    this.claimer = new JobClaimer(this.claiming.client, queue, this.held, (job, token) =>
      this.hold(job, token),
    );
    // If it fails, the next renewal reports why.
    this.maintain().catch(() => undefined);
  }

  stats(): Promise<StoreStats> {
    return this.queue.stats();
  }

  /** Releases the claims whose handlers were not called, so that other processes can handle them immediately. */
  drain(): void {
    void this.stopClaiming().then(() => this.releaseClaims(this.held.waiting));
  }

  async close(): Promise<void> {
    await within(CLOSE_TIMEOUT_MS, this.stopClaiming());
    if (this.handling?.isReady === true) {
      await within(RELEASE_TIMEOUT_MS, this.releaseClaims([...this.held]));
    }
    for (const { client } of this.links) client.disconnect();
    this.release();
  }

  private get links(): RedisLink[] {
    return [this.receiving, this.handling, this.claiming].filter((link) => link !== undefined);
  }

  /** Claims no job of a queue that belongs to another registration. */
  private async maintain(): Promise<void> {
    try {
      await this.queue.maintain();
      this.claimer?.allow(true);
    } catch (error) {
      if (error instanceof ForeignQueueError) this.claimer?.allow(false);
      throw error;
    }
  }

  private hold(job: Job, token: string): void {
    const { id = '', data, attemptsStarted: started, stalledCounter: stalls } = job;
    if (!isRecordJob(data)) return this.setAside({ id, token, started, stalls });
    // Member by member: with a spread, a job from the queue takes 1.06 × the CPU.
    const claim = { id, token, started, stalls, record: data.record, progress: progressOf(job) };
    this.held.add(claim);
    this.found.push(claim);
    this.wake();
  }

  private setAside(job: LockedJob): void {
    const message = `the queue ${this.queue.name} contained a job that is no callback of this release: it is now among the failed jobs`;
    this.context.lifecycle.report('fault', { message });
    this.writer.setAside(job, message).catch((error: unknown) => {
      this.fault('cannot move a job that is no callback to the failed jobs', error);
    });
  }

  /** The handlers of a claim have ended: the claimer claims another job while the result is written. */
  private async end<Reply>(claim: JobClaim, written: Promise<Reply>): Promise<Reply> {
    this.held.end(claim);
    this.claimer?.claimMore();
    const reply = await written;
    this.held.delete(claim);
    return reply;
  }

  private async releaseClaims(claims: readonly JobClaim[]): Promise<void> {
    try {
      await Promise.all(claims.map((claim) => this.writer.release(claim)));
      for (const claim of claims) this.held.delete(claim);
    } catch (error) {
      this.fault('cannot release claims: they count as those of a crashed worker', error);
    }
  }

  private async stopClaiming(): Promise<void> {
    try {
      await this.claimer?.close();
    } catch (error) {
      this.fault("cannot close BullMQ's worker", error);
    }
  }

  private fault(message: string, error: unknown): void {
    this.context.lifecycle.report('fault', { message, error });
  }
}
