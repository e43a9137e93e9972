import type { CallbackCommand, KnownCallback } from '../callbacks/catalogue.js';
import { OWN_EVENTS } from '../events/own-events.js';
import known from './known-callbacks.json';

/** Name of the event that a command of the catalogue becomes, such as `'group.quotaAlarm'`. */
export type CallbackEventName = KnownCallback['event'];

/** What the testing kit knows a callback by: its command, or the name of its event. */
export type CallbackName = CallbackCommand | CallbackEventName;

/** The command of a name. */
export type CommandOf<Name extends CallbackName> = Name extends CallbackCommand
  ? Name
  : Extract<KnownCallback, { event: Name }>['command'];

/**
 * Returns the command of an event; any other text is a command already.
 *
 * @throws RangeError for an event of the module's own, because no callback of Chat becomes it
 */
export function commandOf(name: string): string {
  if (OWN_EVENTS.includes(name)) {
    throw new RangeError(`${name} is an event of the module's own: no callback of Chat becomes it`);
  }
  return known.find(({ event }) => event === name)?.command ?? name;
}
