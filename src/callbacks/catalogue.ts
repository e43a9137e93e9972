import type { CallbackClass } from './callback-class.js';
import * as callbacks from './index.js';

/** Every callback that is known. Types and look-ups all follow from what the families export. */
export const CATALOGUE = Object.values(callbacks) satisfies readonly CallbackClass[];

/** Any class of the catalogue. */
export type KnownCallback = (typeof CATALOGUE)[number];

/** The command words that have a class, such as `'Group.CallbackOnDailyGroupQuotaAlarm'`. */
export type CallbackCommand = KnownCallback['command'];

/** Look-up by command. */
export type CallbackTable = ReadonlyMap<string, CallbackClass>;

/** The catalogue with callbacks of the app's own, which come before those of the same command. */
export function callbackTable(own: readonly CallbackClass[] = []): CallbackTable {
  return new Map([...CATALOGUE, ...own].map((callback) => [callback.command, callback]));
}
