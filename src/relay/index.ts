export type { RelayedEvent, RelayedEventName } from './relayed-events.js';
export { TencentChatRelayModule } from './tencent-chat-relay.module.js';
export type { RelayFormat, TencentChatRelayOptions } from './tencent-chat-relay.options.js';
