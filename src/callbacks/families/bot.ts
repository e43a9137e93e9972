import { byMember } from '../idempotency-key.js';
import { C2cMessage, C2cMessageNumbers, TypedGroupMessage } from './message/message.js';
import { signalVerdicts } from '../verdicts/data-verdicts.js';
import { WireInteger, WireString, WireStrings } from '../wire/wire.decorators.js';

/** A user wrote to a bot, with or without an `@` before its UserID (page 1047/68952; CN 269/90407). */
export class BotC2cMessageDto extends C2cMessage {
  static readonly command = 'Bot.OnC2CMessage';
  static readonly event = 'bot.c2cMessage';
  /** 0 for sent, otherwise Chat's error code. */
  @WireInteger({ signed: true }) SendMsgResult!: number;
  /** The failure in words, or `send msg succeed`. A member of the request, not of an answer. */
  @WireString() ErrorInfo!: string;
  /** When it happened, in ms since the epoch. */
  @WireInteger() EventTime!: number;
  /** Unread messages; seen in an SDK only. */
  @WireInteger({ optional: true, signed: true }) UnreadMsgNum?: number;
  /** Undocumented. */
  @WireInteger({ optional: true }) SupportMessageExtension?: number;
}

/** A user mentioned a bot in a group; mentioning everyone does not count (page 1047/68953). */
export class BotGroupMessageDto extends TypedGroupMessage {
  static readonly command = 'Bot.OnGroupMessage';
  static readonly event = 'bot.groupMessage';
  static readonly idempotencyKey = byMember('GroupId', 'TopicId?', 'MsgSeq');
  /** Sequence number in the group or topic. */
  @WireInteger() MsgSeq!: number;
  /** When it was sent, in seconds since the epoch. */
  @WireInteger() MsgTime!: number;
  /** UserIDs of the bots that are mentioned. */
  @WireStrings() AtRobots_Account!: string[];
  /** When it happened, in ms since the epoch. */
  @WireInteger() EventTime!: number;
}

/** A client sent a chatbot a signal. Chat waits for the data that comes back (page 1047/59057; CN 269/103730). */
export class ChatbotC2cSignalDto extends C2cMessageNumbers {
  static readonly command = 'Chatbot.OnC2CSignalMessage';
  static readonly event = 'chatbot.c2cSignal';
  static readonly verdicts = signalVerdicts(this.command);
  /** The data of the signal; JSON text in the sample. */
  @WireString() Data!: string;
  /** When it happened, in ms since the epoch. */
  @WireInteger() EventTime!: number;
}
