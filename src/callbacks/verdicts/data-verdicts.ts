import { isRecord } from '../../common/is-object.js';
import { verdictAnswer } from './verdict-answer.js';
import { assertMembers, assertText, assertTexts, verdictMethod } from './method.js';
import { STANDING, type StandingVerdicts, type WithStanding } from './standing.js';
import { Verdict } from './verdict.js';

/** The verdicts on a chatbot's signal. If no handler decides, or one fails, `ignore()` applies. */
export interface SignalVerdicts<Command extends string> {
  /** Hands data back to the chatbot, as `RspData`; JSON text in the vendor's sample. */
  reply(data: string): Verdict<Command>;
  /** Hands nothing back: code 1. Code 0 without data is not documented. */
  ignore(): Verdict<Command>;
}

export function signalVerdicts<Command extends string>(command: Command) {
  const ignored = new Verdict(command, 'ignore', verdictAnswer(1));
  const methods: SignalVerdicts<Command> = {
    reply: verdictMethod(command, 'reply(data)', (data: string) => {
      assertText(command, 'data', data);
      return new Verdict(command, 'reply', verdictAnswer(0, '', { RspData: data }));
    }),
    ignore: verdictMethod(command, 'ignore()', () => ignored),
  };
  const verdicts = { ...methods, [STANDING]: { undecided: ignored, allow: ignored, reject: ignored } };
  return (): SignalVerdicts<Command> & WithStanding => verdicts;
}

/**
 * The verdicts on an interface call of Desk. If no handler decides, the answer is code 0 without data. If one fails, it is the same, or
 * code 1 with the fallback `'reject'`. What Desk does then is not documented.
 */
export interface InvocationVerdicts<Command extends string> {
  /** Returns variables by their names, as `Body`: they go into the session's variables of the same names. */
  reply(body: object): Verdict<Command>;
}

export function invocationVerdicts<Command extends string>(command: Command) {
  const methods: InvocationVerdicts<Command> = {
    reply: verdictMethod(command, 'reply(body)', (body: unknown) => {
      if (!isRecord(body)) throw new TypeError(`${command} honours an object of variables as body`);
      return new Verdict(command, 'reply', verdictAnswer(0, '', { Body: body }));
    }),
  };
  const verdicts = { ...methods, [STANDING]: withoutData(command) };
  return (): InvocationVerdicts<Command> & WithStanding => verdicts;
}

/** Who takes over: a group, some agents, or both. */
export interface Assignment {
  /** ID of the agents' group; given alone, Desk chooses one of its agents. */
  AgentGroupId?: number;
  /** Agents of whom Desk chooses one, by their mail addresses. */
  AgentIdList?: readonly string[];
}

/**
 * The verdicts on a user who asks for a human. If no handler decides, the answer is code 0 and names nobody. If one fails, it is the same,
 * or code 1 with the fallback `'reject'`. What Desk does then is not documented.
 */
export interface AssignVerdicts<Command extends string> {
  /** Names the agents who may take over. */
  assign(assignment: Assignment): Verdict<Command>;
}

export function assignVerdicts<Command extends string>(command: Command) {
  const methods: AssignVerdicts<Command> = {
    assign: verdictMethod(command, 'assign({ AgentGroupId?, AgentIdList? })', (assignment: Assignment) => {
      assertAssignment(command, assignment);
      return new Verdict(command, 'assign', verdictAnswer(0, '', assignment));
    }),
  };
  const verdicts = { ...methods, [STANDING]: withoutData(command) };
  return (): AssignVerdicts<Command> & WithStanding => verdicts;
}

function assertAssignment(command: string, assignment: Assignment): void {
  assertMembers(command, assignment, ['AgentGroupId', 'AgentIdList']);
  const { AgentGroupId, AgentIdList = [] } = assignment;
  assertTexts(command, 'AgentIdList', AgentIdList);
  if (AgentGroupId === undefined && AgentIdList.length === 0) {
    throw new TypeError(`${command} is answered with an AgentGroupId, an AgentIdList or both`);
  }
  if (AgentGroupId !== undefined && !Number.isSafeInteger(AgentGroupId)) {
    throw new TypeError(`${command} honours a whole number as AgentGroupId`);
  }
}

/** For commands where code 0 needs no data, and any other code says that the app has failed. */
function withoutData(command: string): StandingVerdicts {
  const empty = new Verdict(command, 'allow', verdictAnswer(0));
  return { undecided: empty, allow: empty, reject: new Verdict(command, 'reject', verdictAnswer(1)) };
}
