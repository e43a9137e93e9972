import { Verdict } from './verdict.js';

/**
 * Where verdicts say what stands without a handler's word, if they are none of `allow()` and `reject()`. A symbol, so that it
 * is no member that a user of the event sees.
 */
export const STANDING: unique symbol = Symbol('the verdicts that stand without a handler');

/** What stands without a handler's word. */
export interface StandingVerdicts {
  /** No handler has an opinion. */
  readonly undecided: Verdict;
  /** A handler failed or is late, and the option `verdicts.fallback` says `'allow'`. */
  readonly allow: Verdict;
  /** A handler failed or is late, and the option `verdicts.fallback` says `'reject'`. */
  readonly reject: Verdict;
}

/** Verdicts that say themselves what stands. */
export interface WithStanding {
  readonly [STANDING]: StandingVerdicts;
}

/** The verdicts on one before-callback: the methods of its event. */
export type Verdicts = WithStanding | { allow(): Verdict; reject(): Verdict };

/** The verdicts that stand on a before-callback without a handler's word. */
export function standingVerdicts(verdicts: Verdicts): StandingVerdicts {
  if (STANDING in verdicts) return verdicts[STANDING];
  return { undecided: verdicts.allow(), allow: verdicts.allow(), reject: verdicts.reject() };
}
