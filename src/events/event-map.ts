import type { CallbackClass } from '../callbacks/callback-class.js';
import type { KnownCallback } from '../callbacks/catalogue.js';
import type { QuotaLevelReachedEvent } from './quota-level-reached.event.js';
import type { TencentChatBeforeEvent } from './tencent-chat-before.event.js';
import type { TencentChatRejectedEvent } from './tencent-chat-rejected.event.js';
import type { TencentChatEvent } from './tencent-chat.event.js';

/** The event of a callback's class: a before-callback's has the verdicts that its command honours. */
export type EventOf<Callback extends CallbackClass> = Callback extends {
  verdicts: (body: never) => infer Verdicts;
}
  ? TencentChatBeforeEvent<InstanceType<Callback>> & Verdicts
  : TencentChatEvent<InstanceType<Callback>>;

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
export type HandlerResult<Event> = Event extends { allow: () => infer Verdict }
  ? Verdict | undefined | void | Promise<Verdict | undefined | void>
  : unknown;
