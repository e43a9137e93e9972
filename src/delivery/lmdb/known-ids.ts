import type { Environment } from './environment.js';
import { isKnown, versionOf, type IdState } from './stored-record.js';

/** How many ids are forgotten in one go: as long as it takes, nobody else can write. */
const FORGOTTEN_AT_ONCE = 500;

/**
 * What is known of ids. Conditions are checked by the thread that writes, without a callback of JavaScript: a process that
 * hangs stops no other one.
 */
export class KnownIds {
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
              void this.environment.expiries.remove([before, id]);
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
    const until = Date.now() + windowMs;
    this.set(id, until);
    void this.environment.expiries.put([until, id], true);
  }

  /** Part of a write. */
  forget(id: string): void {
    void this.environment.ids.remove(id);
  }

  /** Forgets the ids whose time is over. */
  async expire(now: number): Promise<void> {
    let over: [number, string][];
    do {
      over = this.environment.read(() => [
        ...this.environment.expiries.getKeys({ end: [now], limit: FORGOTTEN_AT_ONCE }),
      ]);
      await this.environment.written(() => Promise.all(over.map((expiry) => this.expireOne(expiry))));
    } while (over.length === FORGOTTEN_AT_ONCE);
  }

  private async expireOne([until, id]: [number, string]): Promise<void> {
    // It may have come again since then.
    const forgotten = this.ifState(id, until, () => this.forget(id));
    await Promise.all([forgotten, this.environment.expiries.remove([until, id])]);
  }
}
