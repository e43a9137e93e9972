import type { CallbackClass } from './callback-class.js';
import * as alert from './alert/index.js';
import * as bot from './bot/index.js';
import * as c2c from './c2c/index.js';
import * as call from './call/index.js';
import * as content from './content/index.js';
import * as follow from './follow/index.js';
import * as group from './group/index.js';
import * as live from './live/index.js';
import * as officialAccount from './official-account/index.js';
import * as profile from './profile/index.js';
import * as push from './push/index.js';
import * as sns from './sns/index.js';
import * as state from './state/index.js';

/** Every callback that is known, family by family. Types and look-ups all follow from what the families export. */
export const CATALOGUE = [
  ...Object.values(state),
  ...Object.values(profile),
  ...Object.values(sns),
  ...Object.values(follow),
  ...Object.values(c2c),
  ...Object.values(group),
  ...Object.values(officialAccount),
  ...Object.values(bot),
  ...Object.values(alert),
  ...Object.values(content),
  ...Object.values(push),
  ...Object.values(call),
  ...Object.values(live),
] satisfies readonly CallbackClass[];

/** Any class of the catalogue. */
export type KnownCallback = (typeof CATALOGUE)[number];

/** The command words that have a class, such as `'Group.CallbackOnDailyGroupQuotaAlarm'`. */
export type CallbackCommand = KnownCallback['command'];

/** The class of a command. */
export type CallbackOf<Command extends CallbackCommand> = Extract<KnownCallback, { command: Command }>;

/** Look-up by command. */
export type CallbackTable = ReadonlyMap<string, CallbackClass>;

/** The catalogue with callbacks of the app's own, which come before those of the same command. */
export function callbackTable(own: readonly CallbackClass[] = []): CallbackTable {
  return new Map([...CATALOGUE, ...own].map((callback) => [callback.command, callback]));
}
