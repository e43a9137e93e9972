import type { Lifecycle } from '../../../lifecycle/lifecycle.js';
import type { ResolvedPostgresDeliveryOptions } from './postgres.options.js';
import { Recurrence } from './recurrence.js';
import type { Tables } from './sql/tables.js';

interface LookRow {
  looked: number;
  last: number;
  open: number | null;
}

/** How many rows one statement looks at, and how many statements follow each other. */
const LOOKED_AT = 5000;
const LOOKS = 4;

/** How often the search for handled callbacks begins with the oldest row, in ms. */
const WHOLE_EVERY_MS = 600_000;

/** Removes what has expired. One process does it for all. */
export class Housekeeping {
  /** Where the last search for handled callbacks ended: `added_at`, in ms since the epoch. */
  private lookedUntil = 0;
  /** The oldest row since the search began that will expire soon. */
  private open = Infinity;
  private readonly wholeLook = new Recurrence(WHOLE_EVERY_MS);

  constructor(
    private readonly tables: Tables,
    private readonly options: ResolvedPostgresDeliveryOptions,
    private readonly lifecycle: Lifecycle,
  ) {}

  async run(): Promise<void> {
    await this.forgetHandled();
    const { max, maxAgeMs } = this.options.deadLetters;
    await this.expire('maxAgeMs', this.tables.sql.expireOld, maxAgeMs);
    await this.expire('max', this.tables.sql.expireOver, max);
    await this.tables.ask(this.tables.sql.forgetShared);
    await this.tables.ask(this.tables.sql.forgetLog, LOOKED_AT);
  }

  /**
   * Goes on where it ended. From the end it goes back to the oldest row that will expire soon, and seldom to the beginning: the index keeps
   * removed rows while an older transaction is open.
   */
  private async forgetHandled(): Promise<void> {
    const { sql } = this.tables;
    for (let look = 0; look < LOOKS; look += 1) {
      const values = [this.lookedUntil, this.options.dedupeWindowMs, LOOKED_AT];
      const { rows } = await this.tables.ask<LookRow>(sql.forget, ...values);
      const { looked = 0, last = 0, open = null } = rows[0] ?? {};
      this.open = Math.min(this.open, open ?? Infinity);
      this.lookedUntil = last;
      if (looked < LOOKED_AT) return this.lookAgain();
    }
  }

  private lookAgain(): void {
    this.lookedUntil = this.wholeLook.isDue() ? 0 : Math.min(this.open, this.lookedUntil);
    this.open = Infinity;
  }

  private async expire(reason: 'max' | 'maxAgeMs', statement: string, limit: number): Promise<void> {
    const { rowCount } = await this.tables.ask(statement, limit);
    if (rowCount === null || rowCount === 0) return;
    this.lifecycle.report('expired', { reason, count: rowCount, limit });
  }
}
