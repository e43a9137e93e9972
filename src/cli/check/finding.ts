import { describeExchange, describeRequest } from '../chat-opinion.js';
import type { Exchange } from '../exchange.js';

/** `skipped`: the probe does not apply, or could not be judged. */
export type Outcome = 'passed' | 'warned' | 'failed' | 'skipped';

/** The result of a probe. */
export interface Finding {
  outcome: Outcome;
  /** What was sent, in words. */
  sent: string;
  /** The request itself, if there was only one. */
  request?: string;
  /** The answer. */
  received: string;
  /** What to do, if the probe's own advice is too general. */
  advice?: string;
}

export function skipped(why: string): Finding {
  return { outcome: 'skipped', sent: 'nothing', received: why };
}

/** Returns the finding on one exchange: passed, or `otherwise`. */
export function judged(
  passed: boolean,
  otherwise: 'warned' | 'failed',
  sent: string,
  exchange: Exchange,
  advice?: string,
): Finding {
  return {
    outcome: passed ? 'passed' : otherwise,
    sent,
    request: describeRequest(exchange),
    received: describeExchange(exchange),
    advice,
  };
}
