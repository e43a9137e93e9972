import { type BeforeCallback, type CallbackClass, isBeforeCallback } from '../callbacks/callback-class.js';
import { CATALOGUE } from '../callbacks/catalogue.js';
import { ConfigurationError } from '../common/configuration-error.js';
import { assertOption } from '../common/option-checks.js';
import { nearestName } from '../common/nearest-name.js';
import type { TencentChatEventMap, TencentChatEventName } from '../events/event-map.js';
import type { NoSuchEvent } from '../events/decorator/misspelt-event.js';
import { OWN_EVENTS } from '../events/own-events.js';
import type { TencentChatBeforeEvent } from '../events/tencent-chat-before.event.js';
import type { TencentChatRejectedEvent } from '../events/tencent-chat-rejected.event.js';

/** Name of an event that a relay can emit: those of after-callbacks, and those that the module derives from callbacks. */
export type RelayedEventName = {
  [Name in TencentChatEventName]: TencentChatEventMap[Name] extends
    TencentChatBeforeEvent | TencentChatRejectedEvent
    ? never
    : Name;
}[TencentChatEventName];

/** An event that a relay can emit. */
export type RelayedEvent = TencentChatEventMap[RelayedEventName];

/** What `events` takes: names, patterns that match a name, and classes of the app. The compiler shows what is wrong with another one. */
export type CheckedEvent<Event> = Event extends BeforeCallback
  ? 'a relay emits after-events, and this class is one of before-callbacks'
  : Event extends RelayedEventName | CallbackClass
    ? Event
    : Event extends `${string}*${string}`
      ? [Extract<RelayedEventName, Widened<Event>>] extends [never]
        ? `no event matches '${Event}': see the table in docs/events.md`
        : Event
      : Event extends TencentChatEventName
        ? `a relay emits after-events, and '${Event}' is none`
        : NoSuchEvent<Event>;

/** The names that match a pattern. */
type Widened<Pattern> = Pattern extends `${infer Before}*${infer After}`
  ? `${Before}${string}${Widened<After>}`
  : Pattern;

const NAMES: readonly string[] = [
  ...CATALOGUE.filter((callback) => !isBeforeCallback(callback)).map(({ event }) => event),
  ...OWN_EVENTS.filter((name) => name !== 'tencentChat.rejected'),
];

/**
 * Returns the names of the events, each once.
 *
 * @param events names, patterns in which `*` stands for any characters, and classes of the app's own callbacks
 * @throws ConfigurationError naming the one that is no after-event
 */
export function resolveEvents(events: unknown): readonly string[] {
  const isList = Array.isArray(events) && events.length > 0;
  assertOption(isList, 'events', events, "give names and patterns, such as ['group.*']");
  return [...new Set(events.flatMap((event: unknown, index) => namesOf(event, `events[${index}]`)))];
}

function namesOf(event: unknown, option: string): readonly string[] {
  if (typeof event === 'function') return [nameOf(event, option)];
  assertOption(
    typeof event === 'string',
    option,
    event,
    "give a name, a pattern such as 'group.*', or a class",
  );
  const pattern = new RegExp(`^${event.replaceAll(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`);
  const names = NAMES.filter((name) => pattern.test(name));
  if (names.length > 0) return names;
  const near = nearestName(event, NAMES);
  const remedy = 'see the table in docs/events.md, and give the class of a callback of your own';
  throw new ConfigurationError(
    option,
    `"${event}", which is no after-event`,
    near === undefined ? remedy : `perhaps '${near}' is meant: ${remedy}`,
  );
}

function nameOf(callback: object, option: string): string {
  const event: unknown = Reflect.get(callback, 'event');
  if (typeof event === 'string' && Reflect.get(callback, 'verdicts') === undefined) return event;
  throw new ConfigurationError(
    option,
    'a class, but not of an after-callback',
    'give one with the static members command, event and idempotencyKey, and without verdicts',
  );
}
