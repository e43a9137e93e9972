import { type MsgBody, WireMsgBody } from './message/msg-body.js';
import { SometimesTimedBody, TimedBody } from './timed-body.js';
import { assignVerdicts, invocationVerdicts } from '../verdicts/data-verdicts.js';
import { plainVerdicts } from '../verdicts/reject-verdicts.js';
import { WireBoolean, WireInteger, WireObject, WireScalar, WireString } from '../wire/wire-decorators.js';

/**
 * A task of Desk reached a node that calls an interface. Desk waits for the variables that come back. Whether it signs the
 * call with Chat's token is not documented, nor what it does after a failure (page CN 269/113786; 1229/68990).
 */
export class ChatbotInterfaceInvocationDto extends SometimesTimedBody {
  static readonly command = 'Chatbot.InterfaceInvocation';
  static readonly event = 'chatbot.interfaceInvocation';
  static readonly verdicts = invocationVerdicts(this.command);
  /** The node's variables by their names, such as `SystemClientUserID` and `SystemSessionID`, which identify the session. */
  @WireObject(() => Object, { optional: true }) Body?: Record<string, unknown>;
}

/** A user who asks for a human. */
class AssignmentBody extends SometimesTimedBody {
  @WireString({ optional: true }) SessionId?: string;
  /** UserID of the user who asks. */
  @WireString({ optional: true }) ClientUserId?: string;
}

/**
 * A user asks for a human, and Desk lets the app choose. `chatbot.beforeAssignAgent` is the same under another name: which
 * of them an app gets is not documented (page CN 679/116643; 1229/68988).
 */
export class ChatbotBeforeAssignHumanDto extends AssignmentBody {
  static readonly command = 'ChatBot.OnAssignHuman';
  static readonly event = 'chatbot.beforeAssignHuman';
  static readonly verdicts = assignVerdicts(this.command);
  /** The customer service account; only with the light SDK. */
  @WireString({ optional: true }) CustomerServiceId?: string;
}

/** `chatbot.beforeAssignHuman` by the name that Chat's own documentation has for it (page 1047/63270). */
export class ChatbotBeforeAssignAgentDto extends AssignmentBody {
  static readonly command = 'ChatBot.OnAssignAgent';
  static readonly event = 'chatbot.beforeAssignAgent';
  static readonly verdicts = assignVerdicts(this.command);
}

/** Something happened in a Desk session: a message, its begin or end, a transfer (page CN 269/111212; 1229/68989). */
export class DeskSessionEventDto extends TimedBody {
  static readonly command = 'Desk.SessionEventNotify';
  static readonly event = 'desk.sessionEvent';
  @WireString() SessionId!: string;
  /** What happened, an open set: `SessionBegin`, `ChatBot.UserSendMsg`, `ChatBot.RobotSendMsg`, … */
  @WireString() Event!: string;
  /** How the user is connected: `SDK` or `Web(H5)`. */
  @WireString() ChannelType!: string;
  @WireString() ClientUserId!: string;
  @WireString({ optional: true }) CustomerServiceId?: string;
  /** The human agent, a mail address in the sample. */
  @WireString({ optional: true }) AgentId?: string;
  /** Key of the message, for an event about one. */
  @WireString({ optional: true }) MsgKey?: string;
  /** The elements of the message, for an event about one. */
  @WireMsgBody({ optional: true }) MsgBody?: MsgBody;
  @WireString({ optional: true }) CloudCustomData?: string;
  /** Whether the agent began the session. */
  @WireBoolean({ optional: true }) IsContactUser?: boolean;
  /** Stars that the user gave, 1 to 5. */
  @WireInteger({ optional: true }) SatisfactionSelected?: number;
  /** The agent who handed over, to judge by its name; in the Chinese documentation only. */
  @WireString({ optional: true }) ForwardFromAgentId?: string;
}

/**
 * An agent is about to contact a user, by hand or over REST. Which codes Desk honours has not been seen: 0 is taken to
 * allow it and 1 to reject it (page CN 269/120667; CN 679/138734).
 */
export class DeskBeforeContactUserDto extends SometimesTimedBody {
  static readonly command = 'Desk.CallbackBeforeIMContactUser';
  static readonly event = 'desk.beforeContactUser';
  static readonly verdicts = plainVerdicts(this.command);
  @WireString({ optional: true }) ClientUserId?: string;
  /** The customer service account that is used. */
  @WireString({ optional: true }) ChannelId?: string;
  /** How the user is connected; only `SDK` is documented. */
  @WireString({ optional: true }) ChannelType?: string;
  /** The agents' group, which is no group of Chat: documented as a string, a number in the sample. */
  @WireScalar({ optional: true }) GroupId?: string | number;
  /** The agent, a mail address. */
  @WireString({ optional: true }) MemberId?: string;
}
