import type { CallbackClass } from '../callbacks/callback-class.js';
import type { WithStanding } from '../callbacks/verdicts/standing.js';
import type { TencentChatBeforeEvent } from './tencent-chat-before.event.js';
import type { TencentChatEvent } from './tencent-chat.event.js';

/** The event of a callback's class: a before-callback's has the verdicts that its command honours. */
export type EventOf<Callback extends CallbackClass> = Callback extends {
  verdicts: (body: never) => infer Verdicts;
}
  ? TencentChatBeforeEvent<InstanceType<Callback>> & MethodsOf<Verdicts>
  : TencentChatEvent<InstanceType<Callback>>;

/** The verdicts without the members that only the receiver uses. */
type MethodsOf<Verdicts> = Verdicts extends WithStanding ? Omit<Verdicts, keyof WithStanding> : Verdicts;
