export type { CallbackClass } from './callbacks/callback-class.js';
export type { CallbackCommand } from './callbacks/catalogue.js';
export { byMember, byRequestId, byTimedBody, type IdempotencyKey } from './callbacks/idempotency-key.js';
export * from './callbacks/index.js';
export {
  isMsgElement,
  type KnownMsgElement,
  type MsgBody,
  type MsgElement,
  type OtherMsgElement,
} from './callbacks/message/msg-body.js';
export type { ImageInfo, MsgContents } from './callbacks/message/msg-contents.js';
export type { VerdictAnswer } from './callbacks/verdicts/answer.js';
export type {
  Assignment,
  AssignVerdicts,
  InvocationVerdicts,
  SignalVerdicts,
} from './callbacks/verdicts/data-verdicts.js';
export type { FriendRefusal, FriendVerdicts } from './callbacks/verdicts/friend-verdicts.js';
export {
  type MessageVerdicts,
  messageVerdicts,
  type Rewriting,
} from './callbacks/verdicts/message-verdicts.js';
export type { InviteVerdicts, SubscribeVerdicts } from './callbacks/verdicts/refuse-verdicts.js';
export {
  type CodeRange,
  type PlainVerdicts,
  type Rejection,
  type RejectVerdicts,
  rejectVerdicts,
} from './callbacks/verdicts/reject-verdicts.js';
export type { Verdict, VerdictKind } from './callbacks/verdicts/verdict.js';
export {
  WireBoolean,
  WireInteger,
  WireObject,
  WireObjects,
  type WireOptions,
  WireScalar,
  WireString,
  WireStrings,
} from './callbacks/wire.decorators.js';
export { ConfigurationError } from './configuration/configuration-error.js';
export type { CallbackRecord } from './delivery/callback-record.js';
export type { DeadLetterStore, DeadRecord } from './delivery/dead-letter.js';
export {
  Delivery,
  DeliveryUnavailableError,
  type DeliveryFactory,
  type DeliveryStats,
  type HandleRecord,
} from './delivery/delivery.js';
export type { DeliveryOptions } from './delivery/delivery.options.js';
export type { SharedState, SharedValue } from './delivery/shared-state.js';
export { inProcessDelivery } from './delivery/memory/in-process.delivery.js';
export type { InProcessDeliveryOptions } from './delivery/memory/in-process.options.js';
export { type RetryOptions, retryDelayMs } from './delivery/retry.js';
export { type DeadLetter, DeadLetters } from './delivery/dead-letters.js';
export { DeliveryMonitor } from './delivery/delivery-monitor.js';
export type {
  EventOf,
  HandlerResult,
  TencentChatEventMap,
  TencentChatEventName,
  UnknownCommandEvent,
} from './events/event-map.js';
export type * from './events/callback-events.js';
export {
  OnTencentChatEvent,
  type OnTencentChatEventOptions,
} from './events/on-tencent-chat-event.decorator.js';
export type { QuotaGuardOptions } from './quota/quota-guard.options.js';
export { TencentChatRejectedEvent } from './events/tencent-chat-rejected.event.js';
export { TencentChatBeforeEvent } from './events/tencent-chat-before.event.js';
export { TencentChatEvent } from './events/tencent-chat.event.js';
export { TencentChatWebhookController } from './http/tencent-chat-webhook.controller.js';
export { TencentChatWebhookException } from './http/tencent-chat-webhook.exception.js';
export { TencentChatWebhookGuard } from './http/tencent-chat-webhook.guard.js';
export type { ChatAnswer } from './protocol/answer.js';
export type { RejectionReason } from './protocol/rejected-request.js';
export type { QuotaForecast } from './quota/forecast.js';
export { QuotaLevelReachedEvent } from './events/quota-level-reached.event.js';
export type { QuotaSnapshot } from './quota/quota-snapshot.js';
export type { QuotaWatchOptions } from './quota/quota.options.js';
export { QuotaWatch } from './quota/quota-watch.js';
export { sign, verifySignature, type SignatureCheck, type SignatureVerdict } from './protocol/signature.js';
export type { TencentChatWebhookExtras } from './tencent-chat-webhook.extras.js';
export { TencentChatWebhookModule } from './tencent-chat-webhook.module.js';
export type {
  QuotaOptions,
  TencentChatApp,
  TencentChatToken,
  TencentChatWebhookCommonOptions,
  TencentChatWebhookOptions,
  VerdictOptions,
} from './tencent-chat-webhook.options.js';
