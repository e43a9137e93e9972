import { verdictAnswer } from './answer.js';
import { assertMembers, assertText, verdictMethod } from './method.js';
import { Verdict } from './verdict.js';

/** The codes of one's own that a command passes on to the client, from the first to the last. */
export type CodeRange = readonly [least: number, most: number];

/** Code and text for the client. */
export interface Rejection {
  /**
   * A code of one's own, in the command's range.
   * @default 1, which Chat replaces by its own code
   */
  code?: number;
  /**
   * Text for the client; Chat passes it on with a code of one's own only.
   * @default ''
   */
  info?: string;
}

/** What can be said to a callback that is allowed or rejected as a whole, without codes of one's own. */
export interface PlainVerdicts<Command extends string> {
  /** Lets it happen. */
  allow(): Verdict<Command>;
  /** Forbids it. */
  reject(): Verdict<Command>;
}

/** What can be said to a callback that is allowed or rejected as a whole. */
export interface RejectVerdicts<Command extends string> extends PlainVerdicts<Command> {
  /** Forbids it. */
  reject(rejection?: Rejection): Verdict<Command>;
}

/** Verdicts without codes of one's own. */
export function plainVerdicts<Command extends string>(command: Command) {
  const verdicts: PlainVerdicts<Command> = {
    allow: verdictMethod(command, 'allow()', () => new Verdict(command, 'allow', verdictAnswer(0))),
    reject: verdictMethod(command, 'reject()', () => new Verdict(command, 'reject', verdictAnswer(1))),
  };
  return (): PlainVerdicts<Command> => verdicts;
}

/** @param range codes of one's own that the command passes on */
export function rejectVerdicts<Command extends string>(command: Command, range: CodeRange) {
  const verdicts: RejectVerdicts<Command> = {
    ...plainVerdicts(command)(),
    reject: verdictMethod(command, 'reject({ code?, info? })', (rejection?: Rejection) => {
      const { code, info } = rejectionOf(command, range, 1, rejection);
      return new Verdict(command, 'reject', verdictAnswer(code, info));
    }),
  };
  return (): RejectVerdicts<Command> => verdicts;
}

/**
 * The code and the text for the client.
 *
 * @param standard the code without one of one's own
 * @throws RangeError for a code that the command does not honour, TypeError for whatever else it does not honour
 */
export function rejectionOf(
  command: string,
  [least, most]: CodeRange,
  standard: number,
  given: Rejection = {},
): Required<Rejection> {
  assertMembers(command, given, ['code', 'info']);
  const { code = standard, info = '' } = given;
  assertText(command, 'info', info);
  if (code === standard || (Number.isInteger(code) && code >= least && code <= most)) return { code, info };
  const also = standard === least ? '' : `${standard} or `;
  throw new RangeError(`${command} honours ${also}a code from ${least} to ${most}, not ${String(code)}`);
}
