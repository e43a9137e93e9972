import { Verdict } from './verdict.js';

/**
 * Key of the verdicts that apply without a handler's decision, if they are not `allow()` and `reject()`. A symbol, so that users of the
 * event do not see it.
 */
export const STANDING: unique symbol = Symbol('the verdicts that stand without a handler');

/** The verdicts that apply without a handler's decision. */
export interface StandingVerdicts {
  /** No handler has an opinion. */
  readonly undecided: Verdict;
  /** A handler failed or is late, and the option `verdicts.fallback` says `'allow'`. */
  readonly allow: Verdict;
  /** A handler failed or is late, and the option `verdicts.fallback` says `'reject'`. */
  readonly reject: Verdict;
}

/** Verdicts with their own standing verdicts. */
export interface WithStanding {
  readonly [STANDING]: StandingVerdicts;
}

/** The verdicts on one before-callback: the methods of its event. */
export type Verdicts = WithStanding | { allow(): Verdict; reject(): Verdict };

/** Returns the verdicts that apply to a before-callback without a handler's decision. */
export function standingVerdicts(verdicts: Verdicts): StandingVerdicts {
  if (STANDING in verdicts) return verdicts[STANDING];
  return { undecided: verdicts.allow(), allow: verdicts.allow(), reject: verdicts.reject() };
}
