export type { CallbackClass } from './callbacks/callback-class.js';
export type { CallbackCommand } from './callbacks/catalogue.js';
export { GroupInfoChangedDto } from './callbacks/group/group-info-changed.dto.js';
export { GroupQuotaAlarmDto } from './callbacks/group/group-quota-alarm.dto.js';
export { ConfigurationError } from './configuration-error.js';
export type { CallbackRecord } from './delivery/callback-record.js';
export {
  DeliveryUnavailableError,
  type Delivery,
  type DeliveryFactory,
  type HandleRecord,
} from './delivery/delivery.js';
export { inProcessDelivery } from './delivery/in-process.delivery.js';
export type { InProcessDeliveryOptions } from './delivery/in-process.options.js';
export type {
  GroupInfoChangedEvent,
  GroupQuotaAlarmEvent,
  TencentChatEventMap,
  TencentChatEventName,
  UnknownCommandEvent,
} from './dispatch/event-map.js';
export {
  OnTencentChatEvent,
  type OnTencentChatEventOptions,
} from './dispatch/on-tencent-chat-event.decorator.js';
export { TencentChatRejectedEvent } from './dispatch/tencent-chat-rejected.event.js';
export { TencentChatEvent } from './dispatch/tencent-chat.event.js';
export { TencentChatWebhookController } from './http/tencent-chat-webhook.controller.js';
export { TencentChatWebhookException } from './http/tencent-chat-webhook.exception.js';
export { TencentChatWebhookGuard } from './http/tencent-chat-webhook.guard.js';
export type { ChatAnswer } from './protocol/answer.js';
export type { RefusalReason } from './protocol/refusal.js';
export { sign, verifySignature, type SignatureCheck, type SignatureVerdict } from './protocol/signature.js';
export type { TencentChatWebhookExtras } from './tencent-chat-webhook.extras.js';
export { TencentChatWebhookModule } from './tencent-chat-webhook.module.js';
export type {
  TencentChatApp,
  TencentChatToken,
  TencentChatWebhookCommonOptions,
  TencentChatWebhookOptions,
} from './tencent-chat-webhook.options.js';
