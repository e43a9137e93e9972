// For authors of stores. An app imports from the root.
export type { Awaitable } from '../common/awaitable.js';
export { deliveryOn } from '../delivery/engine/delivery-engine.js';
export type { CallbackRecord } from '../delivery/port/callback-record.js';
export { isClaim, type CallbackStore, type Claim } from '../delivery/port/callback-store.js';
export type {
  DeadLetterLimits,
  DeadLetterStore,
  DeadRecord,
  DeadSummary,
  Death,
} from '../delivery/port/dead-record.js';
export {
  DeliveryUnavailableError,
  type DeliveryContext,
  type DeliveryFactory,
  type StoreStats,
} from '../delivery/port/delivery.js';
export type { DeliveryOptions, ResolvedDeliveryOptions } from '../delivery/port/delivery.options.js';
export {
  afterCrash,
  NO_PROGRESS,
  replayProgress,
  type EndedHandler,
  type Progress,
  type Suspicion,
} from '../delivery/port/progress.js';
export type { RetryOptions } from '../delivery/port/retry.options.js';
export type { LogPage, SharedLog } from '../delivery/port/shared-log.js';
export type { SharedState, SharedValue } from '../delivery/port/shared-state.js';
