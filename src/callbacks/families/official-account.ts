import { type MsgBody, WireMsgBody } from './message/msg-body.js';
import { SometimesTimedBody, TimedBody } from './timed-body.js';
import { messageVerdicts } from '../verdicts/message-verdicts.js';
import { rejectVerdicts } from '../verdicts/reject-verdicts.js';
import { subscribeVerdicts } from '../verdicts/refuse-verdicts.js';
import { incomplete } from '../wire/incomplete.js';
import { WireInteger, WireObjects, WireString } from '../wire/wire-decorators.js';

/** What happened to a channel. */
class OfficialAccountBody extends TimedBody {
  /** ID of the channel, with the prefix `@TOA#_` as a rule. */
  @WireString() Official_Account!: string;
}

/** What somebody did to a channel. */
class OperatedAccountBody extends OfficialAccountBody {
  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString() Operator_Account!: string;
}

class Subscriber {
  @WireString() Subscriber_Account!: string;
}

class PossibleSubscriber extends incomplete(Subscriber) {}

class SubscriptionBody extends OperatedAccountBody {
  @WireObjects(() => Subscriber) SubscribeAccountList!: Subscriber[];
}

/** A message to all subscribers of a channel. */
class OfficialAccountMessageBody extends OfficialAccountBody {
  /** 1 for a message that only users who are online get, 0 for a normal one. */
  @WireInteger({ optional: true }) OnlineOnlyFlag?: number;
  /** The elements of the message, in their order. */
  @WireMsgBody() MsgBody!: MsgBody;
  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true }) CloudCustomData?: string;
}

/** A channel is about to be created over REST (page 1047/60795). */
export class OfficialAccountBeforeCreateDto extends SometimesTimedBody {
  static readonly command = 'OfficialAccount.CallbackBeforeCreateOfficialAccount';
  static readonly event = 'officialAccount.beforeCreate';
  static readonly verdicts = rejectVerdicts(this.command, [120_001, 130_000]);
  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString({ optional: true }) Operator_Account?: string;
  @WireString({ optional: true }) Owner_Account?: string;
  @WireString({ optional: true }) Name?: string;
}

/** A channel was created (page 1047/60796). */
export class OfficialAccountCreatedDto extends OperatedAccountBody {
  static readonly command = 'OfficialAccount.CallbackAfterCreateOfficialAccount';
  static readonly event = 'officialAccount.created';
  @WireString() Owner_Account!: string;
  @WireString() Name!: string;
}

/** The profile of a channel changed; only the changed members are present (page 1047/60797). */
export class OfficialAccountInfoChangedDto extends OperatedAccountBody {
  static readonly command = 'OfficialAccount.CallbackAfterOfficialAccountInfoChanged';
  static readonly event = 'officialAccount.infoChanged';
  @WireString({ optional: true }) Introduction?: string;
  @WireString({ optional: true }) Name?: string;
  @WireString({ optional: true }) FaceUrl?: string;
  @WireString({ optional: true }) Organization?: string;
}

/** A channel was destroyed (page 1047/60798). */
export class OfficialAccountDestroyedDto extends OfficialAccountBody {
  static readonly command = 'OfficialAccount.CallbackAfterOfficialAccountDestroyed';
  static readonly event = 'officialAccount.destroyed';
  @WireString() Owner_Account!: string;
  @WireString() Name!: string;
}

/** Users are about to subscribe to a channel, or to be added over REST (page 1047/60799). */
export class OfficialAccountBeforeSubscribeDto extends incomplete(OperatedAccountBody) {
  static readonly command = 'OfficialAccount.CallbackBeforeAddSubscriber';
  static readonly event = 'officialAccount.beforeSubscribe';
  static readonly verdicts = subscribeVerdicts(this.command);
  @WireObjects(() => PossibleSubscriber, { optional: true }) SubscribeAccountList?: PossibleSubscriber[];
}

/** Users subscribed to a channel (page 1047/60800). */
export class OfficialAccountSubscribedDto extends SubscriptionBody {
  static readonly command = 'OfficialAccount.CallbackAfterAddSubscriber';
  static readonly event = 'officialAccount.subscribed';
}

/** The last subscriber filled the channel (page 1047/60801). */
export class OfficialAccountFullDto extends OfficialAccountBody {
  static readonly command = 'OfficialAccount.CallbackAfterOfficialAccountFull';
  static readonly event = 'officialAccount.full';
}

/** Users unsubscribed from a channel, or were removed (page 1047/60802). */
export class OfficialAccountUnsubscribedDto extends SubscriptionBody {
  static readonly command = 'OfficialAccount.CallbackAfterDeleteSubscriber';
  static readonly event = 'officialAccount.unsubscribed';
}

/** A channel message is about to be delivered (page 1047/60803). */
export class OfficialAccountBeforeSendMessageDto extends incomplete(OfficialAccountMessageBody) {
  static readonly command = 'OfficialAccount.CallbackBeforeSendMsg';
  static readonly event = 'officialAccount.beforeSendMessage';
  static readonly verdicts = messageVerdicts(this.command, [120_001, 130_000]);
}

/** A channel message was delivered (page 1047/60804). */
export class OfficialAccountMessageSentDto extends OfficialAccountMessageBody {
  static readonly command = 'OfficialAccount.CallbackAfterSendMsg';
  static readonly event = 'officialAccount.messageSent';
  /** Key of the message, also for recalling it over REST. */
  @WireString() MsgKey!: string;
  /** When it was sent, in seconds since the epoch. */
  @WireInteger() MsgTime!: number;
}

class WithdrawnMessage {
  @WireString() MsgKey!: string;
}

/** Channel messages were recalled. Here the channel's ID is documented with the prefix `#TOA#_` (page 1047/60805). */
export class OfficialAccountMessageRecalledDto extends OfficialAccountBody {
  static readonly command = 'OfficialAccount.CallbackAfterMsgWithDraw';
  static readonly event = 'officialAccount.messageRecalled';
  @WireObjects(() => WithdrawnMessage) WithdrawMsgList!: WithdrawnMessage[];
}
