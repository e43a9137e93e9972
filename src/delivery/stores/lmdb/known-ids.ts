import { setImmediate } from 'node:timers/promises';
import type { Environment } from './environment.js';
import { isKnown, versionOf, type IdState } from './stored-record.js';

/** How many ids are looked at in one go, and maybe forgotten: as long as it takes, nobody else can write. */
const LOOKED_AT_ONCE = 500;

/** How many ids are looked at for each that is remembered: with two, the time of about a quarter of all ids is over. */
const LOOKED_AT_EACH = 2;

/**
 * What is known of ids. Conditions are checked by the thread that writes, without a callback of JavaScript: a process that
 * hangs stops no other one.
 */
export class KnownIds {
  /** Up to which key the ids were looked at. */
  private lookedAt = '';
  /** How many were remembered since then. */
  private remembered = 0;

  constructor(private readonly environment: Environment) {}

  /** Writes something if nothing at all is known of an id, which gets the state with it. */
  ifNew(id: string, state: IdState, write: () => void): Promise<boolean> {
    return this.environment.ids.ifNoExists(id, () => {
      this.set(id, state);
      write();
    });
  }

  /** The same, also where an id was known until its time was over. */
  async ifUnknown(id: string, state: IdState, write: () => void): Promise<boolean> {
    for (;;) {
      const before = this.environment.read(() => this.environment.ids.get(id));
      if (before !== undefined && isKnown(before, Date.now())) return false;
      const written =
        before === undefined
          ? await this.ifNew(id, state, write)
          : await this.ifState(id, before, () => {
              this.set(id, state);
              write();
            });
      if (written) return true;
    }
  }

  /** Writes something if an id still is in a state. */
  ifState(id: string, state: IdState, write: () => void): Promise<boolean> {
    return this.environment.ids.ifVersion(id, versionOf(state), write);
  }

  /** Part of a write. */
  set(id: string, state: IdState): void {
    void this.environment.ids.put(id, state, versionOf(state));
  }

  /** Part of a write: the id of a record that was handled. */
  remember(id: string, windowMs: number): void {
    if (windowMs === 0) {
      this.forget(id);
      return;
    }
    this.set(id, Date.now() + windowMs);
    this.remembered += 1;
  }

  /** Part of a write. */
  forget(id: string): void {
    void this.environment.ids.remove(id);
  }

  /**
   * Forgets ids whose time is over. No index tells them, which would have to be written with each id: all ids are looked at
   * in turn, the more of them at a time the more are remembered.
   */
  async expire(now: number): Promise<void> {
    let left = LOOKED_AT_ONCE + LOOKED_AT_EACH * this.remembered;
    this.remembered = 0;
    do {
      left -= LOOKED_AT_ONCE;
      await this.expireNext(now);
      // Requests come between.
      await setImmediate();
    } while (left > 0 && this.lookedAt !== '');
  }

  private async expireNext(now: number): Promise<void> {
    const { ids } = this.environment;
    const start = this.lookedAt;
    const looked = this.environment.read(() => [
      ...ids.getRange({ start, exclusiveStart: true, limit: LOOKED_AT_ONCE }),
    ]);
    this.lookedAt = looked.length < LOOKED_AT_ONCE ? '' : (looked.at(-1)?.key ?? '');
    const over = looked.filter(({ value }) => !isKnown(value, now));
    if (over.length === 0) return;
    // It may have come again since then.
    const forget = over.map(({ key, value }) => this.ifState(key, value, () => this.forget(key)));
    await this.environment.written(() => Promise.all(forget));
  }
}
