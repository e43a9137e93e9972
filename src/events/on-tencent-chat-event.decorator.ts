import { OnEvent } from '@nestjs/event-emitter';
import type { HandlerResult, TencentChatEventMap, TencentChatEventName } from './event-map.js';

/** Options of {@link OnTencentChatEvent}. */
export interface OnTencentChatEventOptions {
  /**
   * The `eventPrefix` of the registration to listen to.
   * @default ''
   */
  eventPrefix?: string;
  /**
   * Whether to be called before the listeners that are bound already.
   * @default false
   */
  prependListener?: boolean;
}

/**
 * `@OnEvent` with the handler's parameter checked against the event at compile time, and with failures that are seen
 * by the delivery instead of being swallowed.
 *
 * @example
 * ```ts
 * @OnTencentChatEvent('group.quotaAlarm')
 * async warn(event: GroupQuotaAlarmEvent) {}
 * ```
 */
export function OnTencentChatEvent<Name extends TencentChatEventName>(
  name: Name,
  { eventPrefix = '', prependListener = false }: OnTencentChatEventOptions = {},
) {
  return <Handler extends (event: TencentChatEventMap[Name]) => HandlerResult<TencentChatEventMap[Name]>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    OnEvent(eventPrefix + name, { suppressErrors: false, prependListener })(target, key, descriptor);
  };
}
