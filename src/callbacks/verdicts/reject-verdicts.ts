import { rejection, type CodeRange, type Rejection } from './rejection.js';
import { plainAnswer, Verdict } from './verdict.js';

/** What can be said to a callback that is allowed or rejected as a whole. */
export interface RejectVerdicts<Command extends string> {
  /** Lets it happen. */
  allow(): Verdict<Command>;
  /** Forbids it. */
  reject(rejection?: Rejection): Verdict<Command>;
}

/** @param range codes of one's own that the command passes on */
export function rejectVerdicts<Command extends string>(command: Command, range: CodeRange) {
  const verdicts: RejectVerdicts<Command> = {
    allow: () => new Verdict(command, 'allow', plainAnswer(0)),
    reject: (given) => rejection(command, range, given),
  };
  return (): RejectVerdicts<Command> => verdicts;
}
