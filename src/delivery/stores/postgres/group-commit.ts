import { idKey } from '../../../common/id-key.js';
import { inNextTurn } from '../../../common/time/next-turn.js';
import type { Query } from '../../../postgres/connection.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import { DeliveryUnavailableError } from '../../port/delivery.js';
import { NO_PROGRESS } from '../../port/progress.js';
import type { Backlog, DueRow, Room } from './backlog.js';
import type { Holder, PostgresClaim } from './holder.js';
import { recordText } from './sql/record-text.js';
import { type Tables, unavailableError } from './sql/tables.js';
import {
  type Added,
  type Addition,
  endsClaim,
  inOrder,
  type Result,
  type Search,
  valuesOf,
  type Write,
} from './waiting-writes.js';

type WrittenRow = { readonly what: 'held' | 'written' | 'added'; readonly id: string | null } | Claimed;
type Claimed = { readonly what: 'due' } & DueRow;

/** Limits of one statement: rows, and characters of new records. */
const MAX_ROWS = 500;
const MAX_LENGTH = 4 * 1024 * 1024;

/** How many characters of new records may wait: they would pile up while PostgreSQL hangs. */
const MAX_WAITING = 64 * 1024 * 1024;

/**
 * Writes new records and results of claims, and claims what is due. All that comes during a commit goes into the next one: a statement
 * costs about 250 µs, and a callback in it 20 µs.
 */
export class GroupCommit {
  private additions: Addition[] = [];
  private writes: Write[] = [];
  private readonly searches: Search[] = [];
  private waiting = 0;
  private planned = false;

  /** @param inTurn runs a job when the connection is free */
  constructor(
    private readonly tables: Tables,
    private readonly holder: Holder,
    private readonly backlog: Backlog,
    private readonly inTurn: (job: (query: Query) => Promise<void>) => Promise<void>,
  ) {}

  /** How many more records the next statement can claim, once it has written the waiting results. */
  get room(): number {
    return this.holder.room + this.writes.length;
  }

  /** @throws DeliveryUnavailableError if it cannot be written */
  async add(record: CallbackRecord, claimed: boolean): Promise<Added> {
    const json = recordText(record);
    if (this.waiting + json.length > MAX_WAITING) {
      throw new DeliveryUnavailableError(
        `PostgreSQL does not keep up: ${this.waiting} characters wait for it`,
      );
    }
    const done = claimed ? this.holder.reserve() : () => {};
    this.waiting += json.length;
    try {
      return await new Promise<Added>((resolve, reject) => {
        this.additions.push({ key: idKey(record.id), record, json, claimed, resolve, reject });
        this.plan();
      });
    } finally {
      this.waiting -= json.length;
      done();
    }
  }

  /**
   * @returns whether the claim was still this process's
   * @throws DeliveryUnavailableError if it cannot be written
   */
  write(claim: PostgresClaim, result: Result): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.writes.push({ key: claim.key, claim, result, resolve, reject });
      this.plan();
    });
  }

  /**
   * Claims records that are due, as many as there is room for when the results are written.
   *
   * @throws DeliveryUnavailableError if PostgreSQL cannot be used
   */
  claim(room: Room): Promise<PostgresClaim[]> {
    return new Promise((resolve, reject) => {
      this.searches.push({ room, resolve, reject });
      this.plan();
    });
  }

  private plan(): void {
    if (this.planned) return;
    this.planned = true;
    inNextTurn(() => {
      this.inTurn((query) => this.commit(query)).catch((error: unknown) => {
        // What is still in the lists was not sent.
        this.planned = false;
        const unsent = [...this.additions.splice(0), ...this.writes.splice(0), ...this.searches.splice(0)];
        for (const { reject } of unsent) reject(error);
      });
    });
  }

  private async commit(query: Query): Promise<void> {
    this.planned = false;
    const writes = inOrder(this.writes.splice(0, MAX_ROWS).filter((write) => this.isHeld(write)));
    const additions = inOrder(this.nextAdditions(new Set(writes.map(({ key }) => key))));
    const search = this.searches.shift();
    if (this.additions.length + this.writes.length + this.searches.length > 0) this.plan();
    if (writes.length + additions.length === 0 && search === undefined) return;
    try {
      const most = search === undefined ? 0 : this.mostClaims(search, writes);
      const rows = await this.run(query, writes, additions, search && most);
      if (rows.length === 0) return this.putBack(writes, additions, search);
      const done = new Set(rows.map(({ what, id }) => (what === 'due' ? null : id)));
      for (const write of writes) this.settle(write, done.has(write.key));
      for (const addition of additions) addition.resolve(this.added(addition, done.has(addition.key)));
      if (search === undefined) return;
      this.backlog.claimed(rows.filter(isClaimed), most);
      search.resolve(this.backlog.take(search.room));
    } catch (error) {
      const reason = unavailableError(error);
      for (const { reject } of [...writes, ...additions]) reject(reason);
      search?.reject(reason);
      throw error;
    }
  }

  /** @param most maximum number of records to claim, if the statement claims any */
  private async run(
    query: Query,
    writes: readonly Write[],
    additions: readonly Addition[],
    most: number | undefined,
  ): Promise<WrittenRow[]> {
    const { sql, reg } = this.tables;
    const values = [reg, this.holder.id, ...valuesOf(writes, additions)];
    if (most === undefined) return (await query<WrittenRow>(sql.write, values)).rows;
    return (await query<WrittenRow>(sql.writeAndClaim, [...values, most, this.backlog.since()])).rows;
  }

  /** The results that the statement writes make room for its claims. */
  private mostClaims({ room: { limit } }: Search, writes: readonly Write[]): number {
    const ends = writes.filter((write) => endsClaim(write) && this.holder.takesRoom(write.claim));
    return Math.max(0, Math.min(limit, this.holder.room + ends.length));
  }

  /** Settles the result of a claim that was lost, or was committed without an answer. */
  private isHeld({ claim, resolve }: Write): boolean {
    if (this.holder.has(claim)) return true;
    resolve(this.holder.hasWritten(claim));
    return false;
  }

  /** @param taken keys in the statement: it must not touch a row twice */
  private nextAdditions(taken: Set<string>): Addition[] {
    const next: Addition[] = [];
    const left: Addition[] = [];
    let length = 0;
    for (const addition of this.additions) {
      const fits = next.length < MAX_ROWS && (length === 0 || length + addition.json.length <= MAX_LENGTH);
      if (!fits || taken.has(addition.key)) left.push(addition);
      else {
        length += addition.json.length;
        taken.add(addition.key);
        next.push(addition);
      }
    }
    this.additions = left;
    return next;
  }

  /** Called when another process has taken over the claims. What this process accepts goes to a new holder. */
  private putBack(writes: readonly Write[], additions: readonly Addition[], search?: Search): void {
    this.holder.lose();
    this.writes.unshift(...writes);
    this.additions.unshift(...additions);
    if (search !== undefined) this.searches.unshift(search);
    this.plan();
  }

  private settle(write: Write, written: boolean): void {
    if (endsClaim(write) || !written) this.holder.release(write.claim);
    write.resolve(written);
  }

  private added({ key, record, claimed }: Addition, isNew: boolean): Added {
    if (!isNew) return 'duplicate';
    return claimed ? this.holder.hold(key, record, NO_PROGRESS) : 'accepted';
  }
}

function isClaimed(row: WrittenRow): row is Claimed {
  return row.what === 'due';
}
