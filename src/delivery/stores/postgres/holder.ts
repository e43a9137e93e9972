import type { PostgresConnection, Query } from '../../../postgres/connection.js';
import { bytesOf } from '../../port/bytes-of.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { Claim } from '../../port/callback-store.js';
import type { Progress } from '../../port/progress.js';
import type { Tables } from './sql/tables.js';

/** A record that this process has claimed. */
export interface PostgresClaim extends Claim {
  readonly key: string;
  readonly bytes: number;
}

/** How long claims last unless their process renews them, in ms. Then another process takes them over. */
const LEASE_MS = 15_000;

/** How long a holder is used, in ms. Whoever takes over reads all that a holder has handled, which must not be much. */
const HOLDER_MS = 60_000;

/** Maximum number of claims in memory, however many handlers run at a time. */
const MAX_CLAIMS = 1000;

/** This process as a holder of claims. All that it has claimed may be in its handlers when it dies. */
export class Holder {
  /** Whether the claims have to move to a new row: something may have been committed without an answer, or the lease is lost. */
  mustMove = true;
  /** Whether another process has taken over all claims, which end with the next move. */
  private isLost = false;
  /** How many claims the process may have. */
  readonly capacity: number;
  /** The rows that may be this process's. There are several only until a move is known to be committed. */
  private ids: number[] = [];
  private readonly claims = new Map<string, PostgresClaim>();
  /** Keys of rows that a statement has claimed and that are no claims in memory. The next move releases them. */
  private readonly unread = new Set<string>();
  /** Claims that take no slot any more. They do not count, so that long calls do not stop all others. */
  private readonly aside = new Set<PostgresClaim>();
  /** Claims with a result that was committed without an answer. */
  private readonly written = new WeakSet<PostgresClaim>();
  private reserved = 0;
  private since = 0;

  constructor(
    private readonly tables: Tables,
    concurrency: number,
  ) {
    this.capacity = Math.min(MAX_CLAIMS, Math.max(64, 4 * concurrency));
  }

  get id(): number {
    return this.ids.at(-1) ?? 0;
  }

  /** How many more records can be claimed. */
  get room(): number {
    return this.capacity - (this.claims.size - this.aside.size) - this.reserved;
  }

  /** How many rows this process has claimed. */
  get size(): number {
    return this.claims.size + this.unread.size;
  }

  /** Whether PostgreSQL may have claims of this process: known ones, or some that were committed without an answer. */
  get mayHaveClaims(): boolean {
    return this.size > 0 || (this.mustMove && this.ids.length > 0);
  }

  /** When the oldest claimed record was received, in ms since the epoch; `null` without a claim. */
  get oldest(): number | null {
    if (this.claims.size === 0) return null;
    return Math.min(...Array.from(this.claims.values(), ({ record }) => record.receivedAt));
  }

  /** Reserves the room of one claim until it is known whether the claim was made. */
  reserve(): () => void {
    this.reserved += 1;
    return () => {
      this.reserved -= 1;
    };
  }

  hold(key: string, record: CallbackRecord, progress: Progress): PostgresClaim {
    const claim = { key, record, progress, bytes: bytesOf(record) };
    this.unread.delete(key);
    this.claims.set(key, claim);
    return claim;
  }

  /** Notes that a statement has claimed a row. */
  claimed(key: string): void {
    this.unread.add(key);
  }

  /** Whether this process has claimed a row, and no claim was made of it. */
  hasUnread(key: string): boolean {
    return this.unread.has(key);
  }

  has(claim: PostgresClaim): boolean {
    return this.claims.get(claim.key) === claim;
  }

  /** Whether this process still has a claim, to its knowledge. */
  mayBegin(claim: PostgresClaim): boolean {
    return !this.isLost && this.has(claim);
  }

  /** Called when another process has taken over the claims. */
  lose(): void {
    this.isLost = true;
    this.mustMove = true;
  }

  /** Whether the result of a claim that is not held any more was committed. */
  hasWritten(claim: PostgresClaim): boolean {
    return this.written.has(claim);
  }

  takesRoom(claim: PostgresClaim): boolean {
    return this.has(claim) && !this.aside.has(claim);
  }

  setAside(claim: PostgresClaim): void {
    if (this.has(claim)) this.aside.add(claim);
  }

  release(claim: PostgresClaim): void {
    if (this.has(claim)) this.claims.delete(claim.key);
    this.aside.delete(claim);
  }

  /** Moves the claims in memory to a new row, and releases all others of the old one. */
  async move(connection: PostgresConnection, query: Query): Promise<void> {
    const { leave, enter, move, release } = this.tables.sql;
    const old = this.ids;
    const fresh = await connection.inTransaction(query, async () => {
      // Waits for what a lost connection may still be writing; what it writes later is fenced.
      const left = await query(leave, [old]);
      const { rows } = await query<{ holder: number }>(enter, [this.tables.reg, LEASE_MS]);
      const holder = rows[0]?.holder ?? 0;
      // Set before the commit, because its answer may be lost, too.
      this.ids = [...old, holder];
      this.unread.clear();
      const keys = left.rowCount === 0 ? [] : [...this.claims.keys()];
      const moved = await query<{ id: string }>(move, [this.tables.reg, old, holder, keys]);
      await query(release, [old]);
      return { holder, lost: left.rowCount === 0, moved: new Set(moved.rows.map(({ id }) => id)) };
    });
    this.ids = [fresh.holder];
    this.since = performance.now();
    this.mustMove = false;
    this.isLost = false;
    for (const claim of this.claims.values()) {
      if (fresh.moved.has(claim.key)) continue;
      this.release(claim);
      if (!fresh.lost) this.written.add(claim);
    }
  }

  /** @returns whether this process does the housekeeping */
  async renew(): Promise<boolean> {
    const { connection, sql, reg } = this.tables;
    const { ids } = this;
    const values = [ids, LEASE_MS, this.size, this.oldest, reg];
    const { rows } = await connection.query<{ first: boolean }>(sql.renew, values);
    // A move that was under way has removed the row as well, and the claims are in another one.
    if (rows.length === 0 && ids === this.ids) this.lose();
    if (rows.length === 0 || performance.now() - this.since > HOLDER_MS) this.mustMove = true;
    return rows[0]?.first === true;
  }

  /** Takes over the claims of dead processes. @returns whether there were any */
  async takeOver(): Promise<boolean> {
    const { connection, sql, reg } = this.tables;
    if ((await connection.query(sql.expired, [reg])).rowCount === 0) return false;
    return connection.transaction(async (query) => {
      const { rows } = await query<{ holder: number }>(sql.end, [reg]);
      const { rowCount } = await query(sql.takeOver, [rows.map(({ holder }) => holder)]);
      return rowCount !== 0;
    });
  }

  async stats(): Promise<{ due: number; dead: number; held: number; oldest: number | null }> {
    const { rows } = await this.tables.ask<{
      due: number;
      dead: number;
      held: number;
      oldest: number | null;
    }>(this.tables.sql.stats, this.ids);
    const { due = 0, dead = 0, held = 0, oldest = null } = rows[0] ?? {};
    return { due, dead, held, oldest };
  }

  /** Releases all claims. They do not count as those of a dead process. */
  async leave(query: Query): Promise<void> {
    await query(this.tables.sql.release, [this.ids]);
    await query(this.tables.sql.leave, [this.ids]);
  }
}
