import type { CallbackClass } from './callback-class.js';
import { groupCallbacks } from './group/index.js';

/** Every callback that is known, family by family. Types and look-ups all follow from this list. */
export const CATALOGUE = [...groupCallbacks] as const satisfies readonly CallbackClass[];

/** Any class of the catalogue. */
export type KnownCallback = (typeof CATALOGUE)[number];

/** The command words that have a class, such as `'Group.CallbackOnDailyGroupQuotaAlarm'`. */
export type CallbackCommand = KnownCallback['command'];

/** The class of a command. */
export type CallbackOf<Command extends CallbackCommand> = Extract<KnownCallback, { command: Command }>;

const BY_COMMAND = new Map<string, CallbackClass>(CATALOGUE.map((known) => [known.command, known]));

/** The class of a command, or `undefined` when the catalogue does not know the command. */
export function callbackClass(command: string): CallbackClass | undefined {
  return BY_COMMAND.get(command);
}
