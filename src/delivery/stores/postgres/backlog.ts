import { parsedJson } from '../../../common/parsed-json.js';
import { isCallbackRecord } from '../../port/is-callback-record.js';
import { isProgress } from '../../port/is-progress.js';
import { afterCrash, NO_PROGRESS } from '../../port/progress.js';
import type { DamageReport } from '../damage-report.js';
import type { Holder, PostgresClaim } from './holder.js';
import { Recurrence } from './recurrence.js';

/** How often the search for due records starts from the beginning, in ms. */
const WHOLE_EVERY_MS = 60_000;

/** A record that a statement has claimed. */
export interface DueRow {
  readonly id: string;
  readonly due_at: number;
  readonly crashed: boolean;
  readonly record: string;
  readonly progress: string | null;
}

/** How many claims there is room for. */
export interface Room {
  readonly limit: number;
  /** Estimated bytes from which on no further claim is made. */
  readonly maxBytes: number;
}

/** What this process knows of the records that wait in the table. */
export class Backlog {
  /** Whether records may be due for which the process had no room. */
  isDue = false;
  /** The latest due time of claimed records, in ms since the epoch by the server's clock. */
  private claimedUntil = 0;
  private readonly wholeLook = new Recurrence(WHOLE_EVERY_MS);
  /** Rows that a statement has claimed, and that are no claims yet. */
  private rows: readonly DueRow[] = [];

  constructor(
    private readonly holder: Holder,
    private readonly damage: DamageReport,
  ) {}

  /** Returns where the search for due records starts. Once a minute it is the beginning, for those that were locked or committed late. */
  since(): number {
    if (this.wholeLook.isDue()) this.claimedUntil = 0;
    return this.claimedUntil;
  }

  /** Whether a statement has claimed rows that no `claim` had room for. */
  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  /**
   * Keeps what a statement has claimed, for {@link take}.
   *
   * @param most how many records the statement might have claimed
   */
  claimed(rows: readonly DueRow[], most: number): void {
    this.isDue = rows.length >= most;
    for (const { id } of rows) this.holder.claimed(id);
    this.rows = rows.toSorted((a, b) => a.due_at - b.due_at);
    this.claimedUntil = Math.max(this.claimedUntil, this.rows.at(-1)?.due_at ?? 0);
  }

  /** Makes claims of the rows that a statement has claimed, while there is room. The others wait as text, which takes less memory. */
  take({ limit, maxBytes }: Room): PostgresClaim[] {
    const claims: PostgresClaim[] = [];
    let bytes = 0;
    let taken = 0;
    for (const row of this.rows) {
      if (claims.length >= limit || bytes >= maxBytes) break;
      taken += 1;
      // The move to another holder has released it.
      if (!this.holder.hasUnread(row.id)) continue;
      const claim = this.hold(row);
      if (claim !== undefined) claims.push(claim);
      bytes += claim?.bytes ?? 0;
    }
    this.rows = this.rows.slice(taken);
    this.isDue ||= this.hasRows;
    return claims;
  }

  private hold({ id, crashed, record, progress }: DueRow): PostgresClaim | undefined {
    const sound = this.damage.sound(parsedJson(record), isCallbackRecord, `the record ${id}`);
    if (sound === undefined) return undefined;
    const written = progress === null ? undefined : parsedJson(progress);
    const reached = isProgress(written) ? written : NO_PROGRESS;
    return this.holder.hold(id, sound, crashed ? afterCrash(reached) : reached);
  }
}
