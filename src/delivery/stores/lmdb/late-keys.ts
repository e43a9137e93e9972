import { TurnBudget } from '../../../common/time/turn-budget.js';
import type { Environment } from './environment.js';
import type { PendingKey, StoredRecord } from './stored-record.js';

/** Maximum number of keys that are looked at in one turn. */
const KEYS = 1000;

/** Tolerance for clocks that differ a little, in ms. */
const CLOCK_SLACK_MS = 60_000;

/**
 * Finds the records that were rescheduled before the clock was set back: their due times are too late by as much. It reads each record of
 * another process once. It need not read those that this process reschedules, because its own clock never goes back.
 */
export class LateKeys {
  /** The last key that was looked at, and the fence of the partition then. */
  private readonly looked = new Map<string, { readonly fence: number; readonly last: PendingKey }>();

  /**
   * @param maxDelayMs records that are due later than this delay allows are looked at
   * @param read returns the record of a key
   */
  constructor(
    private readonly environment: Environment,
    private readonly maxDelayMs: number,
    private readonly read: (key: PendingKey) => StoredRecord | undefined,
  ) {}

  /**
   * Looks at some more records.
   *
   * @param now in ms since the epoch
   * @param take called with the key of each record whose due time is too late; ends the look with `false`
   * @returns the last key that was looked at, to be noted when the taken records are safe
   */
  look(partition: string, fence: number, now: number, take: (key: PendingKey) => boolean): PendingKey {
    const from = now + this.maxDelayMs + CLOCK_SLACK_MS;
    const end: PendingKey = [partition, Infinity, 0];
    const before = this.looked.get(partition);
    let last: PendingKey = before?.fence === fence ? before.last : [partition, from, 0];
    if (last[1] === Infinity) return last;
    const range = { start: last, exclusiveStart: true, end, limit: KEYS };
    const keys = this.environment.read(() => [...this.environment.pending.getKeys(range)]);
    const turn = new TurnBudget();
    for (const key of keys) {
      if (turn.isSpent || (this.isLate(key, now) && !take(key))) return last;
      last = key;
    }
    return keys.length < KEYS ? end : last;
  }

  noted(fence: number, last: PendingKey): void {
    this.looked.set(last[0], { fence, last });
  }

  private isLate(key: PendingKey, now: number): boolean {
    const stored = this.read(key);
    if (stored === undefined) return false;
    // Earlier releases wrote no time. The key's number is not below the time of acceptance.
    return (stored.rescheduledAt ?? key[2] / 1000) > now + CLOCK_SLACK_MS;
  }
}
