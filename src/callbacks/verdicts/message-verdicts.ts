import { isRecord } from '../../common/is-object.js';
import { verdictAnswer } from './verdict-answer.js';
import type { CodeRange } from './code-range.js';
import { assertMembers, assertText, verdictMethod } from './method.js';
import { rejectVerdicts, type RejectVerdicts } from './reject-verdicts.js';
import { Verdict } from './verdict.js';

/** Replaces a message, wholly or in part. */
export interface Rewriting {
  /** The new elements; without them the sender's are delivered. */
  MsgBody?: readonly { MsgType: string; MsgContent: object }[];
  /** The new custom data. */
  CloudCustomData?: string;
}

/** The verdicts on a message before it is delivered. */
export interface MessageVerdicts<
  Command extends string,
  Range extends CodeRange = CodeRange,
> extends RejectVerdicts<Command, Range> {
  /** Delivers nothing, and reports success to the sender. */
  drop(): Verdict<Command>;
  /** Delivers a changed message. */
  rewrite(rewriting: Rewriting): Verdict<Command>;
}

/** @param range custom codes that the command passes on */
export function messageVerdicts<Command extends string, const Range extends CodeRange>(
  command: Command,
  range: Range,
) {
  const verdicts: MessageVerdicts<Command, Range> = {
    ...rejectVerdicts(command, range)(),
    drop: verdictMethod(command, 'drop()', () => new Verdict(command, 'drop', verdictAnswer(2))),
    rewrite: verdictMethod(command, 'rewrite({ MsgBody?, CloudCustomData? })', (rewriting: Rewriting) => {
      assertRewriting(command, rewriting);
      return new Verdict(command, 'rewrite', verdictAnswer(0, '', rewriting));
    }),
  };
  return Object.assign((): MessageVerdicts<Command, Range> => verdicts, { codes: range });
}

function assertRewriting(command: string, rewriting: Rewriting): void {
  assertMembers(command, rewriting, ['MsgBody', 'CloudCustomData']);
  const { MsgBody, CloudCustomData } = rewriting;
  if (CloudCustomData !== undefined) assertText(command, 'CloudCustomData', CloudCustomData);
  if (MsgBody !== undefined) assertMsgBody(command, MsgBody);
  else if (CloudCustomData === undefined) {
    throw new TypeError(`${command} is rewritten with a MsgBody, CloudCustomData or both`);
  }
}

function assertMsgBody(command: string, elements: unknown): void {
  if (!Array.isArray(elements) || !elements.every(isElement)) {
    throw new TypeError(
      `${command} is rewritten with a MsgBody whose elements have a MsgType and a MsgContent`,
    );
  }
  if (elements.length === 0) throw new RangeError(`${command} is rewritten with at least one element`);
}

function isElement(element: unknown): boolean {
  if (!isRecord(element)) return false;
  return typeof Reflect.get(element, 'MsgType') === 'string' && isRecord(Reflect.get(element, 'MsgContent'));
}
