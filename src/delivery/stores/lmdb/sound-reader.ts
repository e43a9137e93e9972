import type { Database, Key } from 'lmdb';
import type { Lifecycle } from '../../../lifecycle/lifecycle.js';
import type { Environment } from './environment.js';

/** Reads entries of an inbox. A damaged entry stays in the inbox, is reported once, and stops no other one. */
export class SoundReader {
  private readonly damaged = new Set<string>();

  constructor(
    private readonly environment: Environment,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * @param isSound whether a value has the shape that this release writes
   * @param what names the entry
   * @returns `undefined` for an entry that is absent or damaged
   */
  read<Value, EntryKey extends Key>(
    table: Database<Value, EntryKey>,
    key: EntryKey,
    isSound: (value: unknown) => boolean,
    what: string,
  ): Value | undefined {
    if (this.damaged.has(what)) return undefined;
    try {
      const value = this.environment.read(() => table.get(key));
      if (value === undefined || isSound(value)) return value;
      this.report(what, new Error('it does not have the shape that this release writes'));
    } catch (error) {
      this.report(what, error);
    }
    return undefined;
  }

  private report(what: string, error: unknown): void {
    this.damaged.add(what);
    const message = `${what} of the inbox ${this.environment.path} cannot be read and stays in the inbox`;
    this.lifecycle.report('fault', { message, error });
  }
}
