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

  /** Parses the entry of a log; `undefined` if it is damaged. */
  soundEntry(log: string, nth: number, json: string): unknown {
    return this.sound(parsedJson(json), isPresent, entryName(log, nth));
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
export function entryName(log: string, nth: number | string): string {
  return `entry ${nth} of the log ${log}`;
}
