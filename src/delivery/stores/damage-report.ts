import { parsedJson } from '../../common/parsed-json.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';

/** Reports the damaged entries of a store: somebody has edited them, or restored them wrongly. Each stays where it is, and stops no other one. */
export class DamageReport {
  private readonly reported = new Set<string>();

  /** @param place of the entries, such as `the inbox ./inbox` */
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly place: string,
  ) {}

  /** Whether an entry was reported. */
  has(what: string): boolean {
    return this.reported.has(what);
  }

  /**
   * @param isSound whether a value has the shape that this release writes
   * @param what names the entry
   * @returns the value; `undefined` if it is damaged
   */
  sound<Value>(value: unknown, isSound: (value: unknown) => value is Value, what: string): Value | undefined {
    if (isSound(value)) return value;
    this.add(what, new Error('it does not have the shape that this release writes'));
    return undefined;
  }

  /** Parses the entries of a log, without the damaged ones. */
  soundEntries(log: string, entries: readonly (readonly [nth: number, json: string])[]): unknown[] {
    return entries.flatMap(([nth, json]) => {
      const value = this.sound(parsedJson(json), isPresent, entryName(log, nth));
      return value === undefined ? [] : [value];
    });
  }

  /** Reports an entry once. */
  add(what: string, error: unknown): void {
    if (this.reported.has(what)) return;
    this.reported.add(what);
    const message = `${what} in ${this.place} cannot be read and stays there`;
    this.lifecycle.report('fault', { message, error });
  }
}

/** Whether a text was JSON. */
export function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** Names an entry of a log in a report. */
export function entryName(log: string, nth: number): string {
  return `entry ${nth} of the log ${log}`;
}
