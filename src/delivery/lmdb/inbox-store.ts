import type { CallbackRecord } from '../callback-record.js';
import type { DeadRecord } from '../dead-letter.js';
import type { DeliveryStats } from '../delivery.js';
import { shortId } from '../short-id.js';
import type { Environment } from './environment.js';
import {
  FORMAT,
  isKnown,
  WAITING,
  type DeadKey,
  type IdState,
  type PendingKey,
  type StoredRecord,
} from './stored-record.js';

/** How many ids are forgotten in one transaction: as long as it takes, nobody else can write. */
const FORGOTTEN_AT_ONCE = 500;

/** What is done with the records of an inbox. Each change is one transaction, and resolves when it is on the disk. */
export class InboxStore {
  constructor(
    private readonly env: Environment,
    private readonly dedupeWindowMs: number,
  ) {}

  /** @returns `false` for a record that is known */
  add(key: PendingKey, record: CallbackRecord): Promise<boolean> {
    return this.env.write(() => {
      if (!this.claim(shortId(record.id), WAITING)) return false;
      this.putPending(key, 0, record);
      return true;
    });
  }

  /** Keeps a dead letter whose record is not pending; one that is known is left alone. */
  bury(dead: DeadRecord): Promise<void> {
    return this.env.write(() => {
      if (this.claim(shortId(dead.record.id), -dead.diedAt)) this.putDead(dead);
    });
  }

  /** A record was handled: its id is kept for the dedupe window, the rest is not. */
  settle(key: PendingKey, { id, rememberMs = 0 }: CallbackRecord): Promise<void> {
    const windowMs = Math.max(this.dedupeWindowMs, rememberMs);
    return this.env.write(() => {
      void this.env.pending.remove(key);
      if (windowMs === 0) {
        void this.env.ids.remove(shortId(id));
        return;
      }
      const until = Date.now() + windowMs;
      void this.env.ids.put(shortId(id), until);
      void this.env.expiries.put([until, shortId(id)], true);
    });
  }

  /** A record is to be tried again. */
  postpone(from: PendingKey, to: PendingKey, attempts: number, record: CallbackRecord): Promise<void> {
    return this.env.write(() => {
      void this.env.pending.remove(from);
      this.putPending(to, attempts, record);
    });
  }

  /** A pending record was given up. */
  giveUp(key: PendingKey, dead: DeadRecord): Promise<void> {
    return this.env.write(() => {
      void this.env.pending.remove(key);
      void this.env.ids.put(shortId(dead.record.id), -dead.diedAt);
      this.putDead(dead);
    });
  }

  /** @returns `false` when there is no dead letter of that id */
  revive(id: string, key: PendingKey): Promise<boolean> {
    return this.env.write(() => {
      const dead = this.findDead(id);
      if (dead === undefined) return false;
      void this.env.dead.remove(deadKey(dead));
      void this.env.ids.put(shortId(id), WAITING);
      this.putPending(key, 0, dead.record);
      return true;
    });
  }

  /** @returns `false` when there is no dead letter of that id */
  discard(id: string): Promise<boolean> {
    return this.env.write(() => {
      const dead = this.findDead(id);
      if (dead === undefined) return false;
      void this.env.dead.remove(deadKey(dead));
      void this.env.ids.remove(shortId(id));
      return true;
    });
  }

  /** Forgets the ids whose time is over. */
  async forget(now: number): Promise<void> {
    let forgotten: number;
    do {
      forgotten = await this.env.write(() => {
        const over = [...this.env.expiries.getKeys({ end: [now], limit: FORGOTTEN_AT_ONCE })];
        for (const [until, id] of over) {
          void this.env.expiries.remove([until, id]);
          // It may have come again since then.
          if (this.env.ids.get(id) === until) void this.env.ids.remove(id);
        }
        return over.length;
      });
    } while (forgotten === FORGOTTEN_AT_ONCE);
  }

  /** Where the records of a lot wait, those that are due first at the front. */
  keys(lot: string): Iterable<PendingKey> {
    return this.env.pending.getKeys({ start: [lot, 0, 0], end: [lot, Infinity, 0] });
  }

  get(key: PendingKey): StoredRecord | undefined {
    return this.env.pending.get(key);
  }

  findDead(id: string): DeadRecord | undefined {
    const state = this.env.ids.get(shortId(id));
    return state === undefined || state >= WAITING ? undefined : this.env.dead.get([-state, shortId(id)]);
  }

  listDead(limit: number): DeadRecord[] {
    return [...this.env.dead.getRange({ limit })].map(({ value }) => value);
  }

  stats(): DeliveryStats {
    return { pending: this.env.pending.getCount(), dead: this.env.dead.getCount() };
  }

  private claim(id: string, state: IdState): boolean {
    const before = this.env.ids.get(id);
    if (isKnown(before, Date.now())) return false;
    if (before !== undefined) void this.env.expiries.remove([before, id]);
    void this.env.ids.put(id, state);
    return true;
  }

  private putPending(key: PendingKey, attempts: number, record: CallbackRecord): void {
    void this.env.pending.put(key, { v: FORMAT, attempts, record });
  }

  private putDead(dead: DeadRecord): void {
    void this.env.dead.put(deadKey(dead), { v: FORMAT, ...dead });
  }
}

function deadKey({ diedAt, record }: DeadRecord): DeadKey {
  return [diedAt, shortId(record.id)];
}
