import type { Verdict } from '../callbacks/verdicts/verdict.js';
import type { CallbackEventMap } from './callback-event-map.js';
import type { QuotaLevelReachedEvent } from './quota/quota-level-reached.event.js';
import type { QuotaOperatorLimitedEvent } from './quota/quota-operator-limited.event.js';
import type { QuotaSpikeEvent } from './quota/quota-spike.event.js';
import type { TencentChatLateVerdictEvent } from './tencent-chat-late-verdict.event.js';
import type { TencentChatRejectedEvent } from './tencent-chat-rejected.event.js';
import type { TencentChatEvent } from './tencent-chat.event.js';

/** An authenticated callback whose command the catalogue does not know, with its body as it came. */
export type UnknownCommandEvent = TencentChatEvent<Record<string, unknown>>;

/** Every event that this module emits: name to event. */
export interface TencentChatEventMap extends CallbackEventMap {
  /** The quota of groups has reached one of the levels, once a level, app and day. */
  'group.quotaLevelReached': QuotaLevelReachedEvent;
  /** The quota guard has begun to refuse the groups of one account. */
  'group.quotaOperatorLimited': QuotaOperatorLimitedEvent;
  /** Groups are created much faster than usual. */
  'group.quotaSpike': QuotaSpikeEvent;
  /** An authenticated callback has a command without a class. */
  'tencentChat.unknownCommand': UnknownCommandEvent;
  /** A handler of a before-callback gave its verdict after Chat had got the fallback. */
  'tencentChat.lateVerdict': TencentChatLateVerdictEvent;
  /** A request was rejected; anybody can cause one. */
  'tencentChat.rejected': TencentChatRejectedEvent;
}

/** Name of any event that this module emits. */
export type TencentChatEventName = keyof TencentChatEventMap;

/** What a handler may return. A handler of a before-event returns one of its verdicts, or nothing for no opinion. */
export type HandlerResult<Event> = Event extends unknown
  ? [VerdictOf<Event>] extends [never]
    ? unknown
    : VerdictOf<Event> | undefined | void | Promise<VerdictOf<Event> | undefined | void>
  : never;

/** The verdicts that the methods of an event build. */
type VerdictOf<Event> = {
  [Name in keyof Event]-?: Event[Name] extends (...given: never[]) => infer Said
    ? Extract<Said, Verdict>
    : never;
}[keyof Event];
