import type { CallbackClass } from './callback-class.js';
import * as callbacks from './families/index.js';

/** Every callback that is known. Types and look-ups all follow from what the families export. */
export const CATALOGUE = Object.values(callbacks) satisfies readonly CallbackClass[];

/** Any class of the catalogue. */
export type KnownCallback = (typeof CATALOGUE)[number];

/** The command words that have a class, such as `'Group.CallbackOnDailyGroupQuotaAlarm'`. */
export type CallbackCommand = KnownCallback['command'];
