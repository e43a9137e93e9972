// The module, its guard and its controller.
export { ConfigurationError } from './common/configuration-error.js';
export type { LabelledToken, TencentChatApp, TencentChatToken } from './http/http.options.js';
export { TencentChatWebhookController } from './http/tencent-chat-webhook.controller.js';
export { TencentChatWebhookException } from './http/tencent-chat-webhook-exception.js';
export { TencentChatWebhookGuard } from './http/tencent-chat-webhook.guard.js';
export type { TencentChatWebhookExtras } from './tencent-chat-webhook.extras.js';
export { TencentChatWebhookModule } from './tencent-chat-webhook.module.js';
export type {
  TencentChatWebhookCommonOptions,
  TencentChatWebhookOptions,
} from './tencent-chat-webhook.options.js';

// Events and their handlers.
export type * from './events/callback-events.js';
export type * from './events/event-map.js';
export type { EventOf } from './events/event-of.js';
export * from './events/decorator/on-tencent-chat-event.decorator.js';
export type {
  HandlerLimits,
  HandlerRetryOptions,
  StaleAction,
  StaleOptions,
} from './events/decorator/handler-limits.js';
export type { OrderedEventName, Ordering } from './events/decorator/orderings.js';
export { TencentChatBeforeEvent } from './events/tencent-chat-before.event.js';
export { TencentChatLateVerdictEvent, type SaidVerdict } from './events/tencent-chat-late-verdict.event.js';
export { TencentChatRejectedEvent } from './events/tencent-chat-rejected.event.js';
export { TencentChatEvent } from './events/tencent-chat.event.js';
export type { AroundHandler } from './handlers/around-handler.js';
export * from './handlers/calls/handler-monitor.js';
export { HandlerTimeoutError } from './handlers/calls/handler-timeout-error.js';
export type { HandlersOptions } from './handlers/handlers.options.js';

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
export type { VerdictAnswer } from './callbacks/verdicts/verdict-answer.js';
export type {
  Assignment,
  AssignVerdicts,
  InvocationVerdicts,
  SignalVerdicts,
} from './callbacks/verdicts/data-verdicts.js';
export type { CodeIn, CodeRange } from './callbacks/verdicts/code-range.js';
export type { FriendRefusal, FriendVerdicts } from './callbacks/verdicts/friend-verdicts.js';
export * from './callbacks/verdicts/message-verdicts.js';
export type { InviteVerdicts, SubscribeVerdicts } from './callbacks/verdicts/refuse-verdicts.js';
export {
  type PlainVerdicts,
  type Rejection,
  type RejectVerdicts,
  rejectVerdicts,
} from './callbacks/verdicts/reject-verdicts.js';
export type { Verdict, VerdictKind } from './callbacks/verdicts/verdict.js';
export type { VerdictOptions } from './receiving/receiving.options.js';
export type { BeforeEventName, Fallback, FallbackOptions } from './receiving/verdict-fallback.js';

// Callback classes of an app.
export type { CallbackClass } from './callbacks/callback-class.js';
export * from './own-callbacks/define-callback.js';
export { byMember, byRequestId, byTimedBody, type IdempotencyKey } from './callbacks/idempotency-key.js';
export * from './callbacks/wire/wire-decorators.js';
export type { SchemaIssue, SchemaResult, StandardSchema } from './common/standard-schema.js';

// Delivery and dead letters. Authors of stores import from `nestjs-tencent-chat-webhook/store`.
export {
  DeliveryUnavailableError,
  type DeliveryFactory,
  type DeliveryStats,
} from './delivery/port/delivery.js';
export { NonRetryableError } from './delivery/port/record-handler.js';
export * from './delivery/services/dead-letters.js';
export { DeliveryMonitor } from './delivery/services/delivery-monitor.js';
export * from './delivery/services/delivery.tokens.js';
export { inProcessDelivery } from './delivery/stores/memory/in-process-delivery.js';
export type { InProcessDeliveryOptions } from './delivery/stores/memory/in-process.options.js';

// Effects exactly once, in a transaction of the app's database.
export type { ReceiptsFactory } from './delivery/port/receipts.js';
export type { Processed } from './receipts/write-receipt.js';
export * from './receipts/receipt-errors.js';
export type { ReceiptTransaction } from './receipts/transaction.js';

// The daily group quota.
export type { QuotaForecast } from './events/quota/quota-forecast.js';
export { QuotaLevelReachedEvent } from './events/quota/quota-level-reached.event.js';
export { QuotaOperatorLimitedEvent } from './events/quota/quota-operator-limited.event.js';
export type { QuotaShare } from './events/quota/quota-share.js';
export { QuotaSpikeEvent } from './events/quota/quota-spike.event.js';
export type { QuotaDimension } from './quota/day/count-entry.js';
export type { QuotaGuardOptions, QuotaPerOperatorOptions } from './quota/quota-guard.options.js';
export type { QuotaSnapshot, RoomsSnapshot } from './quota/day/quota-snapshot.js';
export { QuotaWatch } from './quota/quota-watch.js';
export { getQuotaWatchToken, InjectQuotaWatch } from './quota/quota-watch.tokens.js';
export type { QuotaCountOptions, QuotaOptions, QuotaWatchOptions } from './quota/quota.options.js';

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
