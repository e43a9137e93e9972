import { TurnBudget } from '../../../common/time/turn-budget.js';
import { bytesOf } from '../../port/bytes-of.js';
import type { Claim } from '../../port/callback-store.js';
import { afterCrash, NO_PROGRESS } from '../../port/progress.js';
import type { Environment } from './environment.js';
import type { GroupCommit } from './group-commit.js';
import { idKey } from '../../../common/id-key.js';
import { LateKeys } from './late-keys.js';
import type { Partitions } from './partitions/partitions.js';
import type { SoundReader } from './sound-reader.js';
import { isStoredRecord, tokenOf, type PendingKey, type StoredRecord } from './stored-record.js';

/** A record of a partition that this process holds. */
export interface LmdbClaim extends Claim {
  readonly bytes: number;
  readonly key: PendingKey;
  /** Version of the partition's lease when the record was claimed. */
  readonly fence: number;
  /** The key of the record's id. */
  readonly id: string;
  /** Whether the record has a mark, see `RunningMarks`. */
  readonly marked: boolean;
  /** See `StoredRecord`. */
  readonly rescheduledAt?: number;
}

type HeldRecord = Pick<LmdbClaim, 'key' | 'fence'>;

/** Number of keys that are read at a time. */
const KEYS = 250;

/** Claims records of the partitions that this process holds, each once. */
export class Claims {
  /** The fence of each record that is claimed or being added. */
  private readonly claimed = new Map<string, number>();
  /** Records of doubtful partitions that are claimed, and neither run long nor wait for their handler's `concurrency`. */
  private readonly doubted = new Set<string>();
  /** Whether doubtful records wait until fewer of them are claimed. */
  private doubtWaits = false;
  private readonly late: LateKeys;

  /**
   * @param maxDoubted maximum number of claimed records of doubtful partitions: another death makes suspects of them
   * @param maxDelayMs longest delay of a retry, unless a handler has its own
   */
  constructor(
    private readonly environment: Environment,
    private readonly partitions: Partitions,
    private readonly commits: GroupCommit,
    private readonly reader: SoundReader,
    private readonly maxDoubted: number,
    maxDelayMs: number,
  ) {
    this.late = new LateKeys(environment, maxDelayMs, (key) => this.read(key));
  }

  /** Keeps a record from being claimed. */
  hold({ key, fence }: HeldRecord): void {
    this.claimed.set(tokenOf(key), fence);
  }

  /**
   * May be called again. If this process has lost the record and claimed it again since, that claim stays.
   *
   * @returns whether there is room for doubtful records that wait for it
   */
  release(held: HeldRecord): boolean {
    const hasRoom = this.setAside(held);
    if (this.holds(held)) this.claimed.delete(tokenOf(held.key));
    return hasRoom;
  }

  /**
   * Stops counting a claim as one of a doubtful partition. The claim keeps its mark, so that the next death makes a suspect of it too.
   *
   * @returns whether there is room for doubtful records that wait for it
   */
  setAside(held: HeldRecord): boolean {
    if (!this.holds(held) || !this.doubted.delete(tokenOf(held.key)) || !this.doubtWaits) return false;
    if (this.doubted.size > this.maxDoubted / 2) return false;
    this.doubtWaits = false;
    return true;
  }

  /** Claims the marked records of dead holders, unless they have ended since. */
  crashed(): LmdbClaim[] {
    return this.partitions.crashed.splice(0).flatMap((key) => {
      const claim = this.claim(key, true);
      return claim === undefined ? [] : [{ ...claim, progress: afterCrash(claim.progress) }];
    });
  }

  /**
   * Claims due records of a partition, and those that would be due if the clock had not been set back. Marks those of a doubtful partition
   * first.
   *
   * @param limit maximum number of claims
   * @param maxBytes estimated bytes from which on no further record is claimed
   * @returns the claims, and when the next record is due
   * @throws DeliveryUnavailableError if the marks cannot be written: nothing is claimed then
   */
  async due(
    partition: string,
    limit: number,
    maxBytes: number,
    dueUntil: number,
  ): Promise<{ claims: LmdbClaim[]; next?: number }> {
    const doubtful = this.partitions.doubtful.has(partition);
    const room = doubtful ? Math.min(limit, this.maxDoubted - this.doubted.size) : limit;
    const claims: LmdbClaim[] = [];
    let bytes = 0;
    let next: number | undefined;
    const take = (key: PendingKey): boolean => {
      if (claims.length >= room) this.doubtWaits ||= doubtful;
      if (claims.length >= room || bytes >= maxBytes) return false;
      const claim = this.claim(key, doubtful);
      if (claim !== undefined) claims.push(claim);
      bytes += claim?.bytes ?? 0;
      return true;
    };
    let looked: { fence: number; last: PendingKey } | undefined;
    try {
      for await (const key of this.keysOf(partition)) {
        const [, dueAt] = key;
        if (dueAt > dueUntil) next = dueAt;
        else if (take(key)) continue;
        break;
      }
      const fence = this.partitions.fenceOf(partition);
      if (fence !== undefined) {
        looked = { fence, last: this.late.look(partition, fence, dueUntil, take) };
      }
    } finally {
      // The partition was lost meanwhile, or cannot be read.
      if (looked === undefined) for (const claim of claims) this.release(claim);
    }
    if (looked === undefined) return { claims: [] };
    const claimed = doubtful ? await this.marked(partition, claims) : claims;
    this.late.noted(looked.fence, looked.last);
    return { claims: claimed, next };
  }

  /** Returns when the oldest pending record was received. The number of a key is the time of its record, so that only one record is read. */
  oldestPendingAt(): number | null {
    let oldest: PendingKey | undefined;
    for (const key of this.partitions.oldestKeys()) {
      if (oldest === undefined || key[2] < oldest[2]) oldest = key;
    }
    if (oldest === undefined) return null;
    return this.read(oldest)?.record.receivedAt ?? Math.floor(oldest[2] / 1000);
  }

  private async *keysOf(partition: string): AsyncGenerator<PendingKey> {
    const { pending } = this.environment;
    const end: PendingKey = [partition, Infinity, 0];
    const turn = new TurnBudget();
    let start: PendingKey = [partition, 0, 0];
    for (;;) {
      await this.environment.thawed();
      const range = { start, exclusiveStart: true, end, limit: KEYS };
      const keys = this.environment.read(() => [...pending.getKeys(range)]);
      for (const key of keys) {
        yield key;
        start = key;
        if (!turn.isSpent) continue;
        await turn.rest();
        await this.environment.thawed();
      }
      if (keys.length < KEYS) return;
    }
  }

  private async marked(partition: string, claims: LmdbClaim[]): Promise<LmdbClaim[]> {
    const [first] = claims;
    if (first === undefined) return claims;
    for (const { key } of claims) this.doubted.add(tokenOf(key));
    let written = false;
    try {
      written = await this.commits.write(partition, first.fence, 0, () => {
        for (const { key } of claims) this.partitions.marks.set(key);
      });
    } finally {
      if (!written) for (const claim of claims) this.release(claim);
    }
    return written ? claims : [];
  }

  private claim(key: PendingKey, marked: boolean): LmdbClaim | undefined {
    const token = tokenOf(key);
    const fence = this.partitions.fenceOf(key[0]);
    if (fence === undefined || this.claimed.has(token)) return undefined;
    const found = this.read(key);
    if (found === undefined) return undefined;
    this.claimed.set(token, fence);
    const { record, progress = NO_PROGRESS, rescheduledAt } = found;
    const [id, bytes] = [idKey(record.id), bytesOf(record)];
    return { record, progress, key, fence, id, marked, bytes, rescheduledAt };
  }

  private holds({ key, fence }: HeldRecord): boolean {
    return this.claimed.get(tokenOf(key)) === fence;
  }

  private read(key: PendingKey): StoredRecord | undefined {
    return this.reader.read(this.environment.pending, key, isStoredRecord, `the record ${tokenOf(key)}`);
  }
}
