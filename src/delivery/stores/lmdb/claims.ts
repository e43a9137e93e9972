import type { Lifecycle } from '../../../lifecycle/lifecycle.js';
import type { Claim } from '../../port/callback-store.js';
import { afterCrash, NO_PROGRESS } from '../../port/progress.js';
import type { Environment } from './environment.js';
import { idKey } from './id-key.js';
import type { Partitions } from './partitions.js';
import { tokenOf, type PendingKey, type StoredRecord } from './stored-record.js';

/** A record of a partition that this process holds. */
export interface LmdbClaim extends Claim {
  readonly key: PendingKey;
  /** Version of the partition's lease when the record was claimed. */
  readonly fence: number;
  /** The key of the record's id. */
  readonly id: string;
}

/** Claims records of the partitions that this process holds, each once. */
export class Claims {
  /** Records that are claimed or being added. */
  private readonly claimed = new Set<string>();
  /** Records that cannot be read. They stay in the inbox. */
  private readonly damaged = new Set<string>();

  constructor(
    private readonly environment: Environment,
    private readonly partitions: Partitions,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Keeps a record from being claimed. */
  hold(key: PendingKey): void {
    this.claimed.add(tokenOf(key));
  }

  release(key: PendingKey): void {
    this.claimed.delete(tokenOf(key));
  }

  /** Claims the records whose handlers a process died in, unless something was written about them since. */
  crashed(): LmdbClaim[] {
    return this.partitions.crashed.splice(0).flatMap((key) => {
      const claim = this.claim(key);
      return claim === undefined ? [] : [{ ...claim, progress: afterCrash(claim.progress) }];
    });
  }

  /**
   * Adds the due records of a partition to the claims, up to a limit.
   *
   * @param longestDelayMs a record that is due later than this was due before the clock was set back
   * @returns when the next record is due; `undefined` if no other record waits
   */
  due(
    partition: string,
    limit: number,
    dueUntil: number,
    longestDelayMs: number,
    claims: LmdbClaim[],
  ): number | undefined {
    const { pending } = this.environment;
    const keys = this.environment.read(() =>
      pending.getKeys({ start: [partition, 0, 0], end: [partition, Infinity, 0] }),
    );
    for (const key of keys) {
      if (claims.length >= limit) return undefined;
      const [, dueAt] = key;
      if (dueAt > dueUntil && dueAt - dueUntil <= longestDelayMs) return dueAt;
      const claim = this.claim(key);
      if (claim !== undefined) claims.push(claim);
    }
    return undefined;
  }

  /** Returns when the oldest pending record was received. The number of a key is the time of its record, so that only one record is read. */
  oldestPendingAt(): number | null {
    let oldest: PendingKey | undefined;
    for (const key of this.partitions.oldestKeys()) {
      if (oldest === undefined || key[2] < oldest[2]) oldest = key;
    }
    if (oldest === undefined) return null;
    return this.read(oldest, tokenOf(oldest))?.record.receivedAt ?? Math.floor(oldest[2] / 1000);
  }

  private claim(key: PendingKey): LmdbClaim | undefined {
    const token = tokenOf(key);
    const fence = this.partitions.fenceOf(key[0]);
    if (fence === undefined || this.claimed.has(token) || this.damaged.has(token)) return undefined;
    const found = this.read(key, token);
    if (found === undefined) return undefined;
    this.claimed.add(token);
    const { record, progress = NO_PROGRESS } = found;
    return { record, progress, key, fence, id: idKey(record.id) };
  }

  /** Reads a record. One that cannot be read must not stop the others. */
  private read(key: PendingKey, token: string): StoredRecord | undefined {
    try {
      return this.environment.pending.get(key);
    } catch (error) {
      this.damaged.add(token);
      const message = `a record of the inbox ${this.environment.path} cannot be read and stays in the inbox`;
      this.lifecycle.report('fault', { message, error });
      return undefined;
    }
  }
}
