import { verdictAnswer } from './verdict-answer.js';
import type { CodeIn, CodeRange } from './code-range.js';
import { assertMembers, assertText, verdictMethod } from './method.js';
import { Verdict } from './verdict.js';

/** Code and text for the client. */
export interface Rejection<Code = number> {
  /**
   * A custom code, in the command's range.
   * @default 1: Chat sends its own code to the client
   */
  code?: Code;
  /**
   * Text for the client; Chat passes it on only with a custom code.
   * @default ''
   */
  info?: string;
}

/** The verdicts on a callback that is allowed or rejected as a whole, without custom codes. */
export interface PlainVerdicts<Command extends string> {
  /** Lets it happen. */
  allow(): Verdict<Command>;
  /** Forbids it. @throws TypeError for any argument; a handler that fails with it has still rejected */
  reject(): Verdict<Command>;
}

/** The verdicts on a callback that is allowed or rejected as a whole. */
export interface RejectVerdicts<
  Command extends string,
  Range extends CodeRange = CodeRange,
> extends PlainVerdicts<Command> {
  /**
   * Forbids it.
   *
   * @throws RangeError for a code out of the range, TypeError for whatever else the command does not honour. A handler that fails with
   * it has still rejected: the answer is the plain rejection.
   */
  reject<const Code extends number>(rejection?: Rejection<CodeIn<Range, 1, Code>>): Verdict<Command>;
}

/** Verdicts without custom codes. */
export function plainVerdicts<Command extends string>(command: Command) {
  const rejected = () => new Verdict(command, 'reject', verdictAnswer(1));
  const verdicts: PlainVerdicts<Command> = {
    allow: verdictMethod(command, 'allow()', () => new Verdict(command, 'allow', verdictAnswer(0))),
    reject: verdictMethod(command, 'reject()', rejected, rejected),
  };
  return (): PlainVerdicts<Command> => verdicts;
}

/** @param range custom codes that the command passes on */
export function rejectVerdicts<Command extends string, const Range extends CodeRange>(
  command: Command,
  range: Range,
) {
  const plain = plainVerdicts(command)();
  const verdicts: RejectVerdicts<Command, Range> = {
    ...plain,
    reject: verdictMethod(
      command,
      'reject({ code?, info? })',
      (rejection?: Rejection<unknown>) => {
        const { code, info } = rejectionOf(command, range, 1, rejection);
        return new Verdict(command, 'reject', verdictAnswer(code, info));
      },
      () => plain.reject(),
    ),
  };
  return Object.assign((): RejectVerdicts<Command, Range> => verdicts, { codes: range });
}

/**
 * The code and the text for the client.
 *
 * @param standard the code if no custom one is given
 * @throws RangeError for a code that the command does not honour, TypeError for whatever else it does not honour
 */
export function rejectionOf(
  command: string,
  [least, most]: CodeRange,
  standard: number,
  given: Rejection<unknown> = {},
): Required<Rejection> {
  assertMembers(command, given, ['code', 'info']);
  const { code = standard, info = '' } = given;
  assertText(command, 'info', info);
  const isOwn = typeof code === 'number' && Number.isInteger(code) && code >= least && code <= most;
  if (isOwn || code === standard) return { code, info };
  const also = standard === least ? '' : `${standard} or `;
  throw new RangeError(`${command} honours ${also}a code from ${least} to ${most}, not ${String(code)}`);
}
