import type { Database, Key } from 'lmdb';
import type { DamageReport } from '../damage-report.js';
import type { Environment } from './environment.js';

/** Reads entries of an inbox, without those that are damaged. */
export class SoundReader {
  constructor(
    private readonly environment: Environment,
    readonly damage: DamageReport,
  ) {}

  /**
   * @param isSound whether a value has the shape that this release writes
   * @param what names the entry
   * @returns `undefined` for an entry that is absent or damaged
   */
  read<Value, EntryKey extends Key>(
    table: Database<unknown, EntryKey>,
    key: EntryKey,
    isSound: (value: unknown) => value is Value,
    what: string,
  ): Value | undefined {
    try {
      const value = this.environment.read(() => table.get(key));
      return value === undefined ? undefined : this.damage.sound(value, isSound, what);
    } catch (error) {
      this.damage.add(what, error);
      return undefined;
    }
  }
}
