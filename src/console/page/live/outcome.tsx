import type { JournalEntry } from '../../api/console-api.js';
import type { Tone } from '../common/facts.js';

type Outcome = JournalEntry['outcome'];

const OUTCOMES: Readonly<Record<Outcome, { tone?: Tone; means: string }>> = {
  decided: { means: 'Chat has its verdict' },
  pending: { means: 'Chat has its OK; no handler has ended yet' },
  retrying: { tone: 'warn', means: 'handlers failed, and are called again' },
  done: { tone: 'ok', means: 'every handler has succeeded' },
  dead: { tone: 'bad', means: 'a dead letter: replay or discard it' },
  duplicate: { means: 'it came before, and is not handled again' },
  unavailable: { tone: 'bad', means: 'it could not be kept; Chat got 503' },
  replayed: { tone: 'warn', means: 'a dead letter that is handled again' },
  discarded: { means: 'a dead letter that was discarded' },
};

/** All outcomes, in the order of a callback's life. */
export const OUTCOME_NAMES: readonly string[] = Object.keys(OUTCOMES);

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  return (
    <span class={`badge ${OUTCOMES[outcome]?.tone ?? ''}`} title={OUTCOMES[outcome]?.means}>
      {outcome}
    </span>
  );
}

export function meaningOf(outcome: Outcome): string {
  return OUTCOMES[outcome]?.means ?? '';
}
