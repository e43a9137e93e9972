import { isObject } from '../common/is-object.js';
import type { RelayedEvent } from './relayed-events.js';

/** The members of bodies that name a group or room, then those that name a user. */
const SUBJECTS = [
  ['GroupId'],
  ['RoomId'],
  ['RoomInfo', 'RoomId'],
  ['Official_Account'],
  ['From_Account'],
  ['Report_Account'],
  ['Info', 'To_Account'],
  ['Operator_Account'],
] as const;

/** Returns the group or room that an event is about, else the user; `undefined` if its body names none. */
export function subjectOf(event: RelayedEvent): string | undefined {
  if ('operator' in event) return event.operator;
  if (!('body' in event)) return undefined;
  const named = SUBJECTS.map((path) => path.reduce<unknown>(memberOf, event.body));
  return named.find((value): value is string => typeof value === 'string' && value !== '');
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? Reflect.get(value, name) : undefined;
}
