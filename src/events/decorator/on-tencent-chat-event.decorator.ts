import type { CallbackClass } from '../../callbacks/callback-class.js';
import type { HandlerResult, TencentChatEventMap, TencentChatEventName } from '../event-map.js';
import type { EventOf } from '../event-of.js';
import { ConfigurationError, optionsOf, shown } from '../../common/configuration-error.js';
import {
  assertEventPrefix,
  assertKnownOptions,
  assertObject,
  assertOption,
} from '../../common/option-checks.js';
import {
  LIMITS,
  resolveLimits,
  type GivenLimits,
  type HandlerLimits,
  type StaleAction,
  type StaleOptions,
} from './handler-limits.js';
import type { NoSuchEvent } from './misspelt-event.js';
import { addHandlerMetadata, type HandlerMetadata } from './handler-metadata.js';
import type { OrderedEventName } from './orderings.js';
import type { TencentChatBeforeEvent } from '../tencent-chat-before.event.js';
import type { TencentChatRejectedEvent } from '../tencent-chat-rejected.event.js';
import type { TencentChatEvent } from '../tencent-chat.event.js';

/** Options of {@link OnTencentChatEvent}. */
export interface OnTencentChatEventOptions {
  /**
   * Id of the handler, unique in the app. The delivery stores it with callbacks that it retries: a handler whose id changes between two
   * releases is called once more for them. Give one if class names change, as with minification.
   * @default the names of class and method, such as `'AlarmService.warn'`
   */
  id?: string;
  /**
   * The `eventPrefix` of the registration to listen to.
   * @default ''
   */
  eventPrefix?: string;
  /**
   * Whether it is called before the other handlers.
   * @default false
   */
  prependListener?: boolean;
}

/** The limits that a handler of an event may have: none for before-events and for `tencentChat.rejected`, which nothing retries. */
type LimitsOf<Name, Event> = Event extends TencentChatBeforeEvent | TencentChatRejectedEvent
  ? { [Limit in keyof GivenLimits]?: never }
  : HandlerLimits & { onStale?: StaleOf<Name, Event> };

type StaleOf<Name, Event> =
  | (Event extends TencentChatEvent<infer Body> ? StaleOptions<Body> : never)
  | (Name extends OrderedEventName ? StaleAction : never);

type LimitsFor<Event> = Event extends TencentChatEventName
  ? LimitsOf<Event, TencentChatEventMap[Event]>
  : Event extends CallbackClass
    ? LimitsOf<Event['event'], EventOf<Event>>
    : GivenLimits;

/** Any value. Names the events, so that editors offer them. */
type Given = TencentChatEventName | (string & {}) | object;

/** The decorator for a name or a class; for a name that no event has, one that reports no second error. */
type DecoratorOf<Event> = [Event] extends [TencentChatEventName]
  ? CheckedMethod<TencentChatEventMap[Event]>
  : [Event] extends [CallbackClass]
    ? CheckedMethod<EventOf<Event>>
    : MethodDecorator;

type CheckedMethod<Event> = <Handler extends (event: Event) => HandlerResult<Event>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

/**
 * Makes a method a handler of an event of this module. The compiler checks its parameter against the event. If the handler fails, it alone
 * is called again.
 *
 * @param event name of the event, or the class of a callback of your own
 * @example
 * ```ts
 * @OnTencentChatEvent('group.quotaAlarm')
 * async warn(event: GroupQuotaAlarmEvent) {}
 * ```
 */
export function OnTencentChatEvent<const Event extends Given>(
  event: Event extends TencentChatEventName | CallbackClass ? Event : NoSuchEvent<Event>,
  options?: OnTencentChatEventOptions & LimitsFor<Event>,
): DecoratorOf<Event>;
export function OnTencentChatEvent(
  event: string | CallbackClass,
  options: OnTencentChatEventOptions & GivenLimits = {},
) {
  const name = nameOf(event);
  const { eventPrefix, ...others } = optionsOf(`@OnTencentChatEvent('${name}')`, () =>
    resolveHandlerOptions(name, options),
  );
  const metadata = { event: eventPrefix + name, name, ...others };
  return (target: object, key: string | symbol, descriptor: PropertyDescriptor | undefined): void => {
    assertMethod(target, key, descriptor);
    addHandlerMetadata(target, key, descriptor.value, metadata);
  };
}

const NO_EVENT: NoSuchEvent<undefined> =
  'give the name of an event, or a class with the static members command, event and idempotencyKey';

/** @throws ConfigurationError for what the compiler has not seen */
function nameOf(event: unknown): string {
  const name: unknown = typeof event === 'function' ? Reflect.get(event, 'event') : event;
  if (typeof name === 'string' && name !== '') return name;
  throw new ConfigurationError('event', shown(event), NO_EVENT, '@OnTencentChatEvent');
}

function assertMethod(
  target: object,
  key: string | symbol,
  descriptor: PropertyDescriptor | undefined,
): asserts descriptor is PropertyDescriptor {
  const isStatic = typeof target === 'function';
  const { name } = isStatic ? target : target.constructor;
  const method = `@OnTencentChatEvent is on ${name}.${String(key)}, which is`;
  if (isStatic) throw new TypeError(`${method} static: decorate a method of its instances`);
  if (descriptor === undefined) throw new TypeError(`${method} no method`);
}

/** @throws ConfigurationError naming the option */
function resolveHandlerOptions(
  event: string,
  options: OnTencentChatEventOptions & GivenLimits,
): Omit<HandlerMetadata, 'event' | 'name'> & { readonly eventPrefix: string } {
  assertObject('options', options);
  assertKnownOptions(options, ['id', 'eventPrefix', 'prependListener', ...LIMITS]);
  const { id, eventPrefix = '', prependListener = false } = options;
  const isId = id === undefined || (typeof id === 'string' && id !== '');
  assertOption(isId, 'id', id, "give a text, such as 'billing'");
  assertEventPrefix(eventPrefix);
  assertOption(
    typeof prependListener === 'boolean',
    'prependListener',
    prependListener,
    'give true or false',
  );
  return { id, eventPrefix, prependListener, limits: resolveLimits(event, options) };
}
