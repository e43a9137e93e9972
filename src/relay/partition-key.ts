import { isOrdered } from '../events/decorator/handler-limits.js';
import { ORDERINGS, type Ordering } from '../events/decorator/orderings.js';
import { TencentChatEvent } from '../events/tencent-chat.event.js';
import type { RelayedEvent } from './relayed-events.js';

/** Returns what identifies the thing that an event is about, as for `onStale`; `undefined` if the catalogue does not order its events. */
export function partitionKeyOf(event: RelayedEvent): string | undefined {
  if (!(event instanceof TencentChatEvent) || !isOrdered(event.name)) return undefined;
  const ordering: Ordering<object> = ORDERINGS[event.name];
  return ordering.key(event.body);
}
