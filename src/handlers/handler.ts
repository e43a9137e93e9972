import type { ResolvedHandlerLimits } from '../events/decorator/handler-limits.js';
import type { QuotaLevelReachedEvent } from '../events/quota/quota-level-reached.event.js';
import type { QuotaOperatorLimitedEvent } from '../events/quota/quota-operator-limited.event.js';
import type { QuotaSpikeEvent } from '../events/quota/quota-spike.event.js';
import type { TencentChatLateVerdictEvent } from '../events/tencent-chat-late-verdict.event.js';
import type { TencentChatEvent } from '../events/tencent-chat.event.js';

/** An event that handlers get. */
export type AppEvent =
  | TencentChatEvent
  | TencentChatLateVerdictEvent
  | QuotaLevelReachedEvent
  | QuotaOperatorLimitedEvent
  | QuotaSpikeEvent;

/** A handler of events: a method of the app, all listeners of the emitter together, or one of the module's own. */
export interface Handler {
  /** Names the handler in the store, so it is the same in every process and release. */
  readonly id: string;
  /** May throw, and may return a promise. */
  readonly call: (event: object) => unknown;
  readonly limits?: ResolvedHandlerLimits;
  /** Set for a handler of the module, to which the app's options do not apply. */
  readonly own?: true;
  /** Whether it reads its event synchronously and changes nothing, so that the next handler can get the same one. */
  readonly onlyReads?: true;
}

/** Id of the `@OnEvent`, `emitter.on` and `onAny` listeners of an event, which together are one handler. */
export const LISTENERS = '@OnEvent';
