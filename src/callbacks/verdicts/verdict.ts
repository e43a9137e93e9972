import type { VerdictAnswer } from './verdict-answer.js';

/** The kinds of verdicts, the strongest last. If handlers disagree, the strongest one counts. */
const VERDICT_KINDS = ['allow', 'ignore', 'refuse', 'rewrite', 'assign', 'reply', 'drop', 'reject'] as const;

export type VerdictKind = (typeof VERDICT_KINDS)[number];

/**
 * A handler's decision on a before-callback. Only the event of the callback can build one. It is frozen.
 *
 * @typeParam Command the command that honours it
 */
export class Verdict<Command extends string = string> {
  constructor(
    readonly command: Command,
    readonly kind: VerdictKind,
    readonly answer: VerdictAnswer,
  ) {
    if (new.target === Verdict) Object.freeze(this);
  }
}

/** A refusal of some of the accounts that a callback is about. */
export interface RefusedAccount {
  account: string;
  code: number;
  info: string;
}

/** Refuses some of the accounts; those that several handlers refuse add up. */
export class RefuseVerdict<Command extends string = string> extends Verdict<Command> {
  constructor(
    command: Command,
    private readonly refused: readonly RefusedAccount[],
    private readonly answerOf: (refused: readonly RefusedAccount[]) => VerdictAnswer,
  ) {
    super(command, 'refuse', answerOf(refused));
    Object.freeze(this);
  }

  joinedBy(other: RefuseVerdict<Command>): RefuseVerdict<Command> {
    return new RefuseVerdict(this.command, [...this.refused, ...other.refused], this.answerOf);
  }
}

/** The strongest of several verdicts; refusals of accounts are joined, otherwise the first of its kind counts. */
export function strongest(first: Verdict, ...others: readonly Verdict[]): Verdict {
  return others.reduce((best, verdict) => {
    if (best instanceof RefuseVerdict && verdict instanceof RefuseVerdict) return best.joinedBy(verdict);
    return VERDICT_KINDS.indexOf(verdict.kind) > VERDICT_KINDS.indexOf(best.kind) ? verdict : best;
  }, first);
}
