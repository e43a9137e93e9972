import { nextTurn } from '../../../common/time/next-turn.js';
import type { Environment } from './environment.js';
import { isKnown, versionOf, type IdState } from './stored-record.js';

/** Number of ids that one write checks for expiry. No other process can write meanwhile. */
const EXPIRY_BATCH = 500;

/** Number of ids that are checked for each new one. With two, about a quarter of all stored ids have expired. */
const CHECKS_PER_ID = 2;

/**
 * Keeps the states of ids. LMDB's writing thread checks conditions without a JavaScript callback, so that a process that hangs stops no
 * other one.
 */
export class KnownIds {
  /** The last key that was checked for expiry. */
  private lookedAt = '';
  /** Number of ids that were added since. */
  private remembered = 0;

  constructor(private readonly environment: Environment) {}

  /** Writes if an id has no state, and gives it one. */
  ifNew(id: string, state: IdState, write: () => void): Promise<boolean> {
    return this.environment.ids.ifNoExists(id, () => {
      this.set(id, state);
      write();
    });
  }

  /** Writes if an id is unknown or has expired, and gives it a state. */
  async ifUnknown(id: string, state: IdState, write: () => void): Promise<boolean> {
    const change = () => {
      this.set(id, state);
      write();
    };
    for (;;) {
      const before = this.environment.entry(this.environment.ids, id);
      if (isState(before?.value) && isKnown(before.value, Date.now())) return false;
      const written =
        before === undefined
          ? await this.ifNew(id, state, write)
          : await this.environment.ids.ifVersion(id, before.version, change);
      if (written) return true;
    }
  }

  /** Writes if an id is still in a state. */
  ifState(id: string, state: IdState, write: () => void): Promise<boolean> {
    return this.environment.ids.ifVersion(id, versionOf(state), write);
  }

  /** Call it within a write. */
  set(id: string, state: IdState): void {
    void this.environment.ids.put(id, state, versionOf(state));
  }

  /** Call it within a write, with the id of a record that was handled. */
  remember(id: string, windowMs: number): void {
    if (windowMs === 0) {
      this.forget(id);
      return;
    }
    this.set(id, Date.now() + windowMs);
    this.remembered += 1;
  }

  /** Call it within a write. */
  forget(id: string): void {
    void this.environment.ids.remove(id);
  }

  /**
   * Deletes expired ids. An index would cost a write for each id. So it checks all ids in turn: the more were added, the more at a time.
   */
  async expire(now: number): Promise<void> {
    let left = EXPIRY_BATCH + CHECKS_PER_ID * this.remembered;
    this.remembered = 0;
    do {
      left -= EXPIRY_BATCH;
      await this.expireNext(now);
      // Requests are served meanwhile.
      await nextTurn();
    } while (left > 0 && this.lookedAt !== '');
  }

  private async expireNext(now: number): Promise<void> {
    const { ids } = this.environment;
    const start = this.lookedAt;
    const range = { start, exclusiveStart: true, limit: EXPIRY_BATCH };
    await this.environment.thawed();
    const looked = this.environment.read(() => [...ids.getKeys(range)]);
    this.lookedAt = looked.length < EXPIRY_BATCH ? '' : (looked.at(-1) ?? '');
    const forget = looked.flatMap((id) => {
      const entry = this.environment.entry(ids, id);
      if (entry === undefined || (isState(entry.value) && isKnown(entry.value, now))) return [];
      // An id may be added again meanwhile.
      return [() => ids.ifVersion(id, entry.version, () => this.forget(id))];
    });
    if (forget.length === 0) return;
    await this.environment.written(() => Promise.all(forget.map((write) => write())));
  }
}

function isState(value: unknown): value is IdState {
  return typeof value === 'number';
}
