import type { Lifecycle } from '../../../lifecycle/lifecycle.js';
import { afterCrash } from '../../port/progress.js';
import type { Holder, PostgresClaim } from './holder.js';
import { Recurrence } from './recurrence.js';
import { readProgress, readRecord } from './row-reading.js';

/** How often records that are due are looked for from the beginning, in ms. */
const WHOLE_EVERY_MS = 60_000;

/** A record that a statement has claimed. */
export interface DueRow {
  readonly id: string;
  readonly due_at: number;
  readonly crashed: boolean;
  readonly record: string;
  readonly progress: string | null;
}

/** What this process knows of the records that wait in the table. */
export class Backlog {
  /** Whether some may be due that the process had no room for. */
  isDue = false;
  /** The latest due time of claimed records, in ms since the epoch by the server's clock. */
  private claimedUntil = 0;
  private readonly wholeLook = new Recurrence(WHOLE_EVERY_MS);
  /** Rows that are damaged and were reported. */
  private readonly damaged = new Set<string>();

  constructor(
    private readonly holder: Holder,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Returns where to look for records that are due. Seldom it is the beginning, for those that were locked or committed late. */
  since(): number {
    if (this.wholeLook.isDue()) this.claimedUntil = 0;
    return this.claimedUntil;
  }

  /**
   * Holds what a statement has claimed.
   *
   * @param most how many records the statement might have claimed
   */
  claimed(rows: readonly DueRow[], most: number): PostgresClaim[] {
    this.isDue = rows.length >= most;
    const inOrder = rows.toSorted((a, b) => a.due_at - b.due_at);
    this.claimedUntil = Math.max(this.claimedUntil, inOrder.at(-1)?.due_at ?? 0);
    return inOrder.flatMap((row) => this.hold(row) ?? []);
  }

  /** A damaged row stays in the table, is reported once, and stops no other one. */
  private hold({ id, crashed, record, progress }: DueRow): PostgresClaim | undefined {
    try {
      const reached = readProgress(progress);
      return this.holder.hold(id, readRecord(record), crashed ? afterCrash(reached) : reached);
    } catch (error) {
      if (this.damaged.has(id)) return undefined;
      this.damaged.add(id);
      const message = `the record ${id} in PostgreSQL cannot be read and stays in the table`;
      this.lifecycle.report('fault', { message, error });
      return undefined;
    }
  }
}
