import type { CallbackClass } from '../callbacks/callback-class.js';
import type { EventOf, HandlerResult, TencentChatEventMap, TencentChatEventName } from './event-map.js';
import { addHandlerMetadata } from './handler-metadata.js';

/** Options of {@link OnTencentChatEvent}. */
export interface OnTencentChatEventOptions {
  /**
   * Id of the handler, unique in the app. It is stored with callbacks that have to be handled again: a handler whose id
   * changes between two releases is called once more for them. Give one where class names do not last, as after
   * minification.
   * @default the names of class and method, such as `'AlarmService.warn'`
   */
  id?: string;
  /**
   * The `eventPrefix` of the registration to listen to.
   * @default ''
   */
  eventPrefix?: string;
  /**
   * Whether to be called before the other handlers.
   * @default false
   */
  prependListener?: boolean;
}

type CheckedMethod<Event> = <Handler extends (event: Event) => HandlerResult<Event>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

/**
 * Makes a method a handler of our events, and of those only: the parameter is checked against the event at compile time,
 * a failure has this handler called again, and it is not called again because another one failed.
 *
 * @param event name of the event, or the class of a callback of your own
 * @example
 * ```ts
 * @OnTencentChatEvent('group.quotaAlarm')
 * async warn(event: GroupQuotaAlarmEvent) {}
 * ```
 */
export function OnTencentChatEvent<Name extends TencentChatEventName>(
  event: Name,
  options?: OnTencentChatEventOptions,
): CheckedMethod<TencentChatEventMap[Name]>;
export function OnTencentChatEvent<Callback extends CallbackClass>(
  event: Callback,
  options?: OnTencentChatEventOptions,
): CheckedMethod<EventOf<Callback>>;
export function OnTencentChatEvent(
  event: string | CallbackClass,
  { id, eventPrefix = '', prependListener = false }: OnTencentChatEventOptions = {},
) {
  const name = typeof event === 'string' ? event : event.event;
  return (_target: object, _key: string | symbol, descriptor: PropertyDescriptor): void => {
    addHandlerMetadata(descriptor.value, { event: eventPrefix + name, id, prependListener });
  };
}
