import type { CallbackClass } from '../callbacks/callback-class.js';
import type { KnownCallback } from '../callbacks/catalogue.js';
import type { WithStanding } from '../callbacks/verdicts/standing.js';
import type { Verdict } from '../callbacks/verdicts/verdict.js';
import type { QuotaLevelReachedEvent } from './quota-level-reached.event.js';
import type { TencentChatBeforeEvent } from './tencent-chat-before.event.js';
import type { TencentChatRejectedEvent } from './tencent-chat-rejected.event.js';
import type { TencentChatEvent } from './tencent-chat.event.js';

/** The event of a callback's class: a before-callback's has the verdicts that its command honours. */
export type EventOf<Callback extends CallbackClass> = Callback extends {
  verdicts: (body: never) => infer Verdicts;
}
  ? TencentChatBeforeEvent<InstanceType<Callback>> & MethodsOf<Verdicts>
  : TencentChatEvent<InstanceType<Callback>>;

/** The verdicts without what only the receiver wants to know of them. */
type MethodsOf<Verdicts> = Verdicts extends WithStanding ? Omit<Verdicts, keyof WithStanding> : Verdicts;

/** An authenticated callback whose command the catalogue does not know, with its body as it came. */
export type UnknownCommandEvent = TencentChatEvent<Record<string, unknown>>;

/** Event of every command in the catalogue, by its name. */
type CallbackEventMap = {
  [Known in KnownCallback as Known['event']]: EventOf<Known>;
};

/** Every event that this module emits: name to event. */
export interface TencentChatEventMap extends CallbackEventMap {
  'group.quotaLevelReached': QuotaLevelReachedEvent;
  'tencentChat.unknownCommand': UnknownCommandEvent;
  'tencentChat.rejected': TencentChatRejectedEvent;
}

/** Name of any event that this module emits. */
export type TencentChatEventName = keyof TencentChatEventMap;

/** What a handler may return: a before-event's one of its verdicts, or nothing for no opinion. */
export type HandlerResult<Event> = Event extends unknown
  ? [VerdictOf<Event>] extends [never]
    ? unknown
    : VerdictOf<Event> | undefined | void | Promise<VerdictOf<Event> | undefined | void>
  : never;

/** What the methods of an event build. */
type VerdictOf<Event> = {
  [Name in keyof Event]-?: Event[Name] extends (...given: never[]) => infer Said
    ? Extract<Said, Verdict>
    : never;
}[keyof Event];
