import { within } from '../../../common/time/time-limit.js';
import { bytesOf } from '../../port/bytes-of.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import { isClaim, type CallbackStore } from '../../port/callback-store.js';
import type { Death } from '../../port/dead-record.js';
import type { DeliveryContext, StoreStats } from '../../port/delivery.js';
import { NO_PROGRESS, type Progress } from '../../port/progress.js';
import { shortId } from '../../../common/short-id.js';
import { BullMqDeadLetters } from './bullmq-dead-letters.js';
import type { ResolvedBullMqOptions } from './bullmq.options.js';
import { DamageReport } from '../damage-report.js';
import { ClaimWriter } from './claim-writer.js';
import { FoundClaims } from './found-claims.js';
import { HeldClaims } from './held-claims.js';
import { JobClaimer } from './job-claimer.js';
import { claimArguments, isRecordJob, progressOf, type FoundJob, type JobClaim } from './job.js';
import { LEASE_MS, RecordQueue } from './record-queue.js';
import { FAIL_FAST, PATIENT } from './redis/redis-client.js';
import { RedisLink } from './redis/redis-link.js';
import { RedisSharedLog } from './redis/redis-shared-log.js';
import { RedisSharedState } from './redis/redis-shared-state.js';
import { SlotWatch } from './redis/slot-watch.js';
import { RENEW_LOCKS } from './scripts/lua-scripts.js';

/** How long the start of the app waits for Redis, in ms. */
const START_TIMEOUT_MS = 1500;

/** How long the release of claims may take when the store is closed, in ms. */
const RELEASE_TIMEOUT_MS = 800;

/** How long the last claim may take when the store is closed, in ms. */
const CLOSE_TIMEOUT_MS = 500;

/** Keeps records as the jobs of a BullMQ queue. Each change is one script, so that no crash leaves half of it. */
export class BullMqStore implements CallbackStore<JobClaim> {
  readonly label: string;
  readonly durable = true;
  readonly deadLetters: BullMqDeadLetters;
  readonly shared: RedisSharedState;
  private readonly slot: SlotWatch;
  readonly log: RedisSharedLog;
  private readonly receiving: RedisLink;
  private readonly queue: RecordQueue;
  private readonly held: HeldClaims;
  private readonly writer: ClaimWriter;
  private readonly found = new FoundClaims();
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
    this.slot = new SlotWatch(options.prefix);
    this.receiving = new RedisLink(options, FAIL_FAST, this.slot);
    this.queue = new RecordQueue(queueName, this.receiving, options, context);
    this.held = new HeldClaims(options.concurrency, () => this.claimer?.claimMore());
    this.writer = new ClaimWriter(() => this.handling ?? this.receiving, this.queue.keys, options);
    const damage = new DamageReport(context.lifecycle, `the queue ${queueName}`);
    this.deadLetters = new BullMqDeadLetters(this.queue, damage);
    this.shared = new RedisSharedState(this.receiving, this.queue.base);
    this.log = new RedisSharedLog(this.receiving, this.queue.base, damage);
  }

  /** Resolves when Redis is ready, after 1.5 s at the latest: the app starts even without Redis. */
  open(): Promise<void> {
    return this.receiving.becomesReady(START_TIMEOUT_MS);
  }

  /** Claims the record in the same step if this process has room for it. */
  async add(record: CallbackRecord, claimNow: boolean): Promise<JobClaim | 'accepted' | 'duplicate'> {
    const id = shortId(record.id);
    const { claimer } = this;
    // If too few replicas get the record in time, Chat gets 503, and then the record must not be claimed.
    if (!claimNow || claimer === undefined || claimer.spareRoom <= 0 || this.options.minReplicas > 0) {
      return (await this.queue.add(id, record)) === 'duplicate' ? 'duplicate' : 'accepted';
    }
    const token = claimer.nextToken();
    this.held.reserve();
    try {
      const outcome = await this.queue.add(id, record, token);
      if (outcome !== 'claimed') return outcome;
      const bytes = bytesOf(record);
      const claim = { id, token, started: 1, stalls: 0, record, progress: NO_PROGRESS, bytes };
      this.held.add(claim);
      return claim;
    } finally {
      // Only now, or the claimer would take the room of the claim.
      this.held.release();
    }
  }

  /** Returns what the claimer has found. */
  claim(limit: number, _dueUntil: number, maxBytes: number): JobClaim[] {
    const claims = this.found.take(limit, maxBytes);
    this.claimer?.claimMore();
    return claims;
  }

  /**
   * Returns `false` only for a lease that a renewal has found to be lost. The clock does not decide: a lock that expired while the process
   * was frozen, or Redis away, still belongs to the process until another one takes the job. To drop the claim would repeat the handlers
   * that have ended. The next renewal, which comes immediately after a freeze, asks Redis.
   */
  begin(claim: JobClaim): boolean {
    return this.held.begin(claim);
  }

  makeRoom(claim: JobClaim): void {
    this.held.makeRoom(claim);
  }

  complete(claim: JobClaim): Promise<boolean> {
    return this.end(claim, this.writer.complete(claim));
  }

  reschedule(claim: JobClaim, dueAt: number, progress: Progress): Promise<boolean> {
    return this.end(claim, this.writer.reschedule(claim, dueAt, progress));
  }

  async save(claim: JobClaim, progress: Progress): Promise<boolean> {
    const saved = await this.writer.save(claim, progress);
    if (!saved) this.held.delete(claim);
    return saved;
  }

  async deadLetter(claimed: JobClaim | CallbackRecord, death: Death): Promise<boolean> {
    if (!isClaim(claimed)) return this.queue.addDeadLetter(claimed, death);
    return this.queue.reportExpired(await this.end(claimed, this.writer.makeDeadLetter(claimed, death)));
  }

  async renew(): Promise<void> {
    for (const link of this.links) link.probe(this.queue.base);
    void this.giveUpLeft();
    // The locks come first: the maintenance treats a claim without a lock as one of a crashed worker.
    await this.renewLocks();
    await this.queue.maintain();
    for (const link of this.links) link.assertReady();
    if (this.claimer?.failure !== undefined) throw this.claimer.failure;
  }

  onDue(wake: () => void): void {
    // Until now the process had no work to lose, so an app that failed to start could end.
    this.receiving.keepProcess();
    if (!this.options.worker) return;
    this.wake = wake;
    this.handling = new RedisLink(this.options, PATIENT, this.slot).keepProcess();
    this.claiming = new RedisLink(this.options, FAIL_FAST, this.slot).keepProcess();
    // Makes the claims of a crashed process wait again soon. If it fails, the next renewal reports why.
    this.queue.maintain().catch(() => undefined);
    this.claimer = new JobClaimer(this.claiming, this.queue, this.held, this.found, (job) => this.hold(job));
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

  /**
   * Releases the claims that the engine has not taken for two seconds, because hung calls take all its room: another process may have room.
   * The last one released is the next one claimed.
   */
  private async giveUpLeft(): Promise<void> {
    const released = this.found
      .giveUp()
      .toReversed()
      .map(async (claim) => {
        try {
          await this.writer.release(claim);
          this.held.delete(claim);
        } catch {
          // Redis refused it; the renewal reports why. The second renewal from now tries again.
          this.found.add(claim);
        }
      });
    await Promise.all(released);
  }

  private async renewLocks(): Promise<void> {
    const claims = this.held.leased.flatMap(claimArguments);
    if (claims.length === 0) return;
    const lost = await this.queue.run(RENEW_LOCKS, LEASE_MS, ...claims);
    if (Array.isArray(lost)) this.held.lose(lost);
  }

  private hold(job: FoundJob): void {
    const { id, token, started, stalls, data } = job;
    if (!isRecordJob(data)) return this.setAside(job);
    const { record } = data;
    const bytes = bytesOf(record);
    const claim = { id, token, started, stalls, record, progress: progressOf(job), bytes };
    this.held.add(claim);
    this.found.add(claim);
    this.wake();
  }

  private setAside(job: FoundJob): void {
    const message = `the queue ${this.queue.name} contained a job that is no callback of this release: it is now among the failed jobs`;
    this.context.lifecycle.report('fault', { message });
    this.writer.setAside(job, message).catch((error: unknown) => {
      this.fault('cannot move a job that is no callback to the failed jobs', error);
    });
  }

  /** The handlers of a claim have ended: the claimer claims another job while the result is written. */
  private async end<Reply>(claim: JobClaim, written: Promise<Reply>): Promise<Reply> {
    this.held.makeRoom(claim);
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
      this.fault('cannot stop claiming', error);
    }
  }

  private fault(message: string, error: unknown): void {
    this.context.lifecycle.report('fault', { message, error });
  }
}
