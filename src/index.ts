// The module, its guard and its controller.
export { ConfigurationError } from './common/configuration-error.js';
export type { TencentChatApp, TencentChatToken } from './http/http.options.js';
export { TencentChatWebhookController } from './http/tencent-chat-webhook.controller.js';
export { TencentChatWebhookException } from './http/tencent-chat-webhook.exception.js';
export { TencentChatWebhookGuard } from './http/tencent-chat-webhook.guard.js';
export type { TencentChatWebhookExtras } from './tencent-chat-webhook.extras.js';
export { TencentChatWebhookModule } from './tencent-chat-webhook.module.js';
export type {
  TencentChatWebhookCommonOptions,
  TencentChatWebhookOptions,
} from './tencent-chat-webhook.options.js';

// Events and their handlers.
export type * from './events/callback-events.js';
export type {
  EventOf,
  HandlerResult,
  TencentChatEventMap,
  TencentChatEventName,
  UnknownCommandEvent,
} from './events/event-map.js';
export {
  OnTencentChatEvent,
  type OnTencentChatEventOptions,
} from './events/on-tencent-chat-event.decorator.js';
export { TencentChatBeforeEvent } from './events/tencent-chat-before.event.js';
export { TencentChatRejectedEvent } from './events/tencent-chat-rejected.event.js';
export { TencentChatEvent } from './events/tencent-chat.event.js';

// Bodies of the catalogue's commands, and parts of them.
export type { CallbackCommand } from './callbacks/catalogue.js';
export * from './callbacks/families/index.js';
export {
  isMsgElement,
  type KnownMsgElement,
  type MsgBody,
  type MsgElement,
  type OtherMsgElement,
} from './callbacks/families/message/msg-body.js';
export type { ImageInfo, MsgContents } from './callbacks/families/message/msg-contents.js';

// Verdicts on before-callbacks.
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
export type { VerdictOptions } from './receiving/receiving.options.js';

// Callback classes of an app.
export type { CallbackClass } from './callbacks/callback-class.js';
export { byMember, byRequestId, byTimedBody, type IdempotencyKey } from './callbacks/idempotency-key.js';
export {
  WireBoolean,
  WireInteger,
  WireObject,
  WireObjects,
  type WireOptions,
  WireScalar,
  WireString,
  WireStrings,
} from './callbacks/wire/wire.decorators.js';

// Delivery and dead letters. Authors of stores import from `nestjs-tencent-chat-webhook/store`.
export {
  DeliveryUnavailableError,
  type DeliveryFactory,
  type DeliveryStats,
} from './delivery/port/delivery.js';
export { NonRetryableError } from './delivery/port/handle-record.js';
export {
  type DeadLetter,
  type DeadLetterAction,
  type DeadLetterFilter,
  type DeadLetterPage,
  DeadLetters,
  NotDeliverableError,
} from './delivery/services/dead-letters.js';
export { DeliveryMonitor } from './delivery/services/delivery-monitor.js';
export {
  getDeadLettersToken,
  getDeliveryMonitorToken,
  InjectDeadLetters,
  InjectDeliveryMonitor,
} from './delivery/services/delivery.tokens.js';
export { inProcessDelivery } from './delivery/stores/memory/in-process.delivery.js';
export type { InProcessDeliveryOptions } from './delivery/stores/memory/in-process.options.js';

// The daily group quota.
export type { QuotaForecast } from './events/quota-forecast.js';
export { QuotaLevelReachedEvent } from './events/quota-level-reached.event.js';
export type { QuotaGuardOptions } from './quota/quota-guard.options.js';
export type { QuotaSnapshot } from './quota/quota-snapshot.js';
export { QuotaWatch } from './quota/quota-watch.js';
export { getQuotaWatchToken, InjectQuotaWatch } from './quota/quota-watch.token.js';
export type { QuotaOptions, QuotaWatchOptions } from './quota/quota.options.js';

// Lifecycle and telemetry.
export { bodyOf, type HasBody } from './lifecycle/body-of.js';
export type { CallbackTracing, HandlerCall } from './lifecycle/callback-tracing.js';
export { LIFECYCLE_CHANNELS, type LifecycleObserver } from './lifecycle/lifecycle-channels.js';
export type * from './lifecycle/lifecycle-steps.js';
export { Lifecycle } from './lifecycle/lifecycle.js';
export type {
  Telemetry,
  TelemetryContext,
  TelemetryFactory,
  TelemetrySources,
} from './lifecycle/telemetry.js';

// The wire.
export type { ChatAnswer, StatusAnswer } from './protocol/answer.js';
export type { RejectionReason } from './protocol/rejected-request.js';
export { sign, verifySignature, type SignatureCheck, type SignatureVerdict } from './protocol/signature.js';
