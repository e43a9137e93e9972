import { byMember } from '../idempotency-key.js';
import { C2cMessageNumbers, SentC2cMessage, TypedGroupMessage } from './message/message.js';
import { signalVerdicts } from '../verdicts/data-verdicts.js';
import { incomplete } from '../wire/incomplete.js';
import { WireInteger, WireString, WireStrings } from '../wire/wire-decorators.js';

/** A user wrote to a bot, with or without an `@` before its UserID (page 1047/68952; CN 269/90407). */
export class BotC2cMessageDto extends SentC2cMessage {
  static readonly command = 'Bot.OnC2CMessage';
  static readonly event = 'bot.c2cMessage';
  /** Undocumented. */
  @WireInteger({ optional: true }) SupportMessageExtension?: number;
}

/** A user mentioned a bot in a group; mentioning everyone does not count (page 1047/68953). */
export class BotGroupMessageDto extends TypedGroupMessage {
  static readonly command = 'Bot.OnGroupMessage';
  static readonly event = 'bot.groupMessage';
  static override readonly idempotencyKey = byMember('GroupId', 'TopicId?', 'MsgSeq');
  /** Sequence number in the group or topic. */
  @WireInteger() MsgSeq!: number;
  /** When it was sent, in seconds since the epoch. */
  @WireInteger() MsgTime!: number;
  /** UserIDs of the bots that are mentioned. */
  @WireStrings() AtRobots_Account!: string[];
  /** When it happened, in ms since the epoch. */
  @WireInteger() declare EventTime: number;
}

/** A client sent a chatbot a signal. Chat waits for the data that comes back (page 1047/59057; CN 269/103730). */
export class ChatbotC2cSignalDto extends incomplete(C2cMessageNumbers) {
  static readonly command = 'Chatbot.OnC2CSignalMessage';
  static readonly event = 'chatbot.c2cSignal';
  static readonly verdicts = signalVerdicts(this.command);
  /** The data of the signal; JSON text in the sample. */
  @WireString({ optional: true }) Data?: string;
  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true }) EventTime?: number;
}
