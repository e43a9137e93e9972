import { steadyNow } from '../../../common/time/steady-now.js';
import { bytesOf } from '../../port/bytes-of.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import { isClaim, type CallbackStore } from '../../port/callback-store.js';
import type { Death } from '../../port/dead-record.js';
import type { DeliveryContext, StoreStats } from '../../port/delivery.js';
import { NO_PROGRESS, type Progress } from '../../port/progress.js';
import { Claims, type LmdbClaim } from './claims.js';
import { Environment } from './environment.js';
import { fileBytesOf, jsonBytesOf } from './file/file-bytes.js';
import { GroupCommit } from './group-commit.js';
import { idKey } from '../../../common/id-key.js';
import { KnownIds } from './known-ids.js';
import { LmdbDeadLetters } from './lmdb-dead-letters.js';
import type { ResolvedLmdbOptions } from './lmdb.options.js';
import { LmdbSharedLog } from './lmdb-shared-log.js';
import { LmdbSharedState } from './lmdb-shared-state.js';
import { Partitions } from './partitions/partitions.js';
import { SoundReader } from './sound-reader.js';
import { FORMAT, WAITING, type PendingKey, type StoredRecord } from './stored-record.js';
import { DamageReport } from '../damage-report.js';
import { WakeUp } from '../wake-up.js';

/** Number of records of dead processes that are claimed at a time, for each slot of `concurrency`. */
const DOUBTED_PER_HANDLER = 2;

/** Keeps records in the files of one directory. Each write is one transaction, and resolves when it is on the disk. */
export class LmdbStore implements CallbackStore<LmdbClaim> {
  readonly label: string;
  readonly durable = true;
  readonly deadLetters: LmdbDeadLetters;
  readonly shared: LmdbSharedState;
  readonly log: LmdbSharedLog;
  private readonly environment: Environment;
  private readonly ids: KnownIds;
  private readonly partitions: Partitions;
  private readonly commits: GroupCommit;
  private readonly claims: Claims;
  private readonly wakeUp = new WakeUp(() => this.wake());
  private numbered = 0;
  private wake = (): void => {};

  private constructor(
    private readonly options: ResolvedLmdbOptions,
    private readonly context: DeliveryContext,
    private readonly release: () => void,
  ) {
    this.label = `in ${options.path}`;
    this.environment = new Environment(options.path, context.registration);
    const damage = new DamageReport(context.lifecycle, `the inbox ${options.path}`);
    const reader = new SoundReader(this.environment, damage);
    this.ids = new KnownIds(this.environment);
    this.partitions = new Partitions(this.environment);
    this.commits = new GroupCommit(this.environment, this.partitions);
    this.claims = new Claims(
      this.environment,
      this.partitions,
      this.commits,
      reader,
      DOUBTED_PER_HANDLER * options.concurrency,
      options.retry.maxDelayMs,
    );
    this.shared = new LmdbSharedState(this.environment);
    this.log = new LmdbSharedLog(this.environment, reader);
    this.deadLetters = new LmdbDeadLetters(
      this.environment,
      reader,
      this.ids,
      options.deadLetters,
      context.lifecycle,
      (write) => this.addPending(write),
    );
  }

  /** @throws ConfigurationError when the path cannot be used, or another registration uses it */
  static async open(
    options: ResolvedLmdbOptions,
    context: DeliveryContext,
    release: () => void,
  ): Promise<LmdbStore> {
    const store = new LmdbStore(options, context, release);
    await store.partitions.begin();
    await store.renew();
    return store;
  }

  async add(record: CallbackRecord, claimNow: boolean): Promise<LmdbClaim | 'accepted' | 'duplicate'> {
    const id = idKey(record.id);
    const bytes = bytesOf(record);
    for (;;) {
      const key = this.nextKey();
      const fence = this.partitions.fenceOf(key[0]);
      if (fence !== undefined) {
        const claim = { record, progress: NO_PROGRESS, key, fence, id, marked: false, bytes };
        const outcome = await this.insertClaimed(claim);
        if (outcome === 'known') return 'duplicate';
        if (outcome === 'added') {
          if (claimNow) return claim;
          this.claims.release(claim);
          return 'accepted';
        }
      }
      // Another process took this one for dead. A new partition takes what this process accepts from now on.
      await this.partitions.replaceOwn(key[0]);
    }
  }

  async claim(limit: number, dueUntil: number, maxBytes: number): Promise<LmdbClaim[]> {
    await this.environment.thawed();
    const claims = this.claims.crashed();
    for (const partition of this.partitions.all) {
      const [room, left] = [limit - claims.length, maxBytes - total(claims)];
      if (room <= 0 || left <= 0) break;
      try {
        const due = await this.claims.due(partition, room, left, dueUntil);
        claims.push(...due.claims);
        if (due.next !== undefined) this.wakeUp.plan(due.next);
      } catch (error) {
        // The engine claims again after each renewal.
        if (claims.length === 0) throw error;
      }
    }
    return claims;
  }

  begin(claim: LmdbClaim): boolean {
    if (this.partitions.fenceOf(claim.key[0]) === claim.fence) return true;
    this.letGo(claim);
    return false;
  }

  makeRoom(claim: LmdbClaim): void {
    if (this.claims.setAside(claim)) this.wake();
  }

  complete(claim: LmdbClaim): Promise<boolean> {
    const windowMs = Math.max(this.options.dedupeWindowMs, claim.record.rememberMs ?? 0);
    return this.writeEnd(claim, 0, () => {
      void this.environment.pending.remove(claim.key);
      this.ids.remember(claim.id, windowMs);
    });
  }

  async reschedule(claim: LmdbClaim, dueAt: number, progress: Progress): Promise<boolean> {
    const [partition, , nth] = claim.key;
    const rescheduled = await this.writeEnd(claim, jsonBytesOf(claim.record, claim.bytes), () => {
      void this.environment.pending.remove(claim.key);
      const entry = { ...stored(claim.record, progress), rescheduledAt: steadyNow() };
      void this.environment.pending.put([partition, dueAt, nth], entry);
    });
    if (rescheduled) this.wakeUp.plan(dueAt);
    return rescheduled;
  }

  async save(claim: LmdbClaim, progress: Progress): Promise<boolean> {
    const saved = await this.write(claim, jsonBytesOf(claim.record, claim.bytes), () => {
      // The due time in the key stays, and so does the time at which it was written.
      const { record, rescheduledAt } = claim;
      void this.environment.pending.put(claim.key, { ...stored(record, progress), rescheduledAt });
    });
    if (!saved) this.letGo(claim);
    return saved;
  }

  async deadLetter(claimed: LmdbClaim | CallbackRecord, death: Death): Promise<boolean> {
    const record = isClaim(claimed) ? claimed.record : claimed;
    const dead = { record, ...death, diedAt: Date.now() };
    const id = idKey(record.id);
    if (!isClaim(claimed)) {
      await this.environment.thawed();
      return this.environment.withRoom(fileBytesOf(record), () =>
        this.environment.written(() =>
          this.ids.ifUnknown(id, -dead.diedAt, () => this.deadLetters.put(dead)),
        ),
      );
    }
    return this.writeEnd(claimed, jsonBytesOf(record, claimed.bytes), () => {
      void this.environment.pending.remove(claimed.key);
      this.ids.set(id, -dead.diedAt);
      this.deadLetters.put(dead);
    });
  }

  async renew(): Promise<void> {
    await this.environment.thawed();
    this.environment.assertThere();
    const more = await this.partitions.renew();
    await this.ids.expire(Date.now());
    await this.shared.forget(Date.now());
    await this.log.forget(Date.now());
    await this.deadLetters.expire(Date.now());
    if (more) this.wake();
  }

  onDue(wake: () => void): void {
    this.wake = wake;
  }

  async stats(): Promise<StoreStats> {
    await this.environment.thawed();
    return this.environment.read(() => ({
      pending: this.environment.pending.getCount(),
      dead: this.environment.dead.getCount(),
      oldestPendingAt: this.claims.oldestPendingAt(),
    }));
  }

  async close(): Promise<void> {
    this.wakeUp.cancel();
    this.release();
    try {
      await this.environment.thawed();
      await this.partitions.release();
    } catch (error) {
      this.context.lifecycle.report('fault', { message: 'the inbox could not be released', error });
    }
    await this.environment.close();
  }

  /** Adds a record, and keeps it from being claimed from the disk as well. */
  private async insertClaimed(claim: LmdbClaim): Promise<'added' | 'known' | 'lost'> {
    this.claims.hold(claim);
    let outcome: 'added' | 'known' | 'lost' = 'lost';
    try {
      const bytes = fileBytesOf(claim.record, claim.bytes);
      outcome = await this.environment.withRoom(bytes, () => this.insert(claim));
    } finally {
      if (outcome !== 'added') this.claims.release(claim);
    }
    return outcome;
  }

  private async insert(claim: LmdbClaim): Promise<'added' | 'known' | 'lost'> {
    const { id, key, fence, record } = claim;
    const put = () => this.putPending(key, record);
    let unknown: Promise<boolean> = Promise.resolve(false);
    const held = await this.commits.write(key[0], fence, 0, () => {
      unknown = this.ids.ifNew(id, WAITING, put);
      // If the commit fails, this promise rejects as well, and nothing awaits it.
      unknown.catch(() => {});
    });
    if (!held) return 'lost';
    if (await unknown) return 'added';
    // It is known, or has expired.
    const added = await this.environment.written(() => this.ids.ifUnknown(id, WAITING, put));
    return added ? 'added' : 'known';
  }

  /** Adds a record whose id is known, such as one that is replayed. */
  private async addPending(
    write: (put: (record: CallbackRecord, progress: Progress) => void) => Promise<boolean>,
  ): Promise<boolean> {
    const key = this.nextKey();
    const added = await write((record, progress) => {
      void this.environment.pending.put(key, stored(record, progress));
    });
    if (added) this.wake();
    return added;
  }

  private putPending(key: PendingKey, record: CallbackRecord): void {
    void this.environment.pending.put(key, { v: FORMAT, record });
  }

  /**
   * Writes under the fence of a claim.
   *
   * @param bytes of the record, if it is written again
   */
  private write({ key, fence }: LmdbClaim, bytes: number, change: () => void): Promise<boolean> {
    return this.commits.write(key[0], fence, bytes, change);
  }

  /** The last write of a claim. */
  private async writeEnd(claim: LmdbClaim, bytes: number, change: () => void): Promise<boolean> {
    const written = await this.write(claim, bytes, () => {
      change();
      if (claim.marked) this.partitions.marks.clear(claim.key);
    });
    this.letGo(claim);
    return written;
  }

  private letGo(claim: LmdbClaim): void {
    if (this.claims.release(claim)) this.wake();
  }

  private nextKey(): PendingKey {
    // Ascends with the time, even if the clock is set back.
    this.numbered = Math.max(this.numbered + 1, Date.now() * 1000);
    return [this.partitions.own, 0, this.numbered];
  }
}

function total(claims: readonly LmdbClaim[]): number {
  return claims.reduce((sum, { bytes }) => sum + bytes, 0);
}

function stored(record: CallbackRecord, progress: Progress): StoredRecord {
  return { v: FORMAT, record, progress };
}
