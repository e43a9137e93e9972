import type { CallbackChanges, Examination } from '../examination.js';
import { judged } from '../finding.js';
import type { Probe } from '../probe.js';

/** A callback that is unlike others and has to be treated like others. */
interface Variation extends Omit<Probe, 'run'> {
  /** What is sent, in words. */
  sent: string;
  /** What it counts as when it is not accepted. */
  otherwise: 'warned' | 'failed';
  changes: (examination: Examination) => CallbackChanges;
}

export function accepted({ sent, otherwise, changes, ...probe }: Variation): Probe {
  return {
    ...probe,
    async run(examination) {
      const answer = await examination.send(examination.callback(changes(examination)));
      return judged(examination.accepts(answer), otherwise, sent, answer);
    },
  };
}

/** A callback that must not be accepted: it is not from Chat, not for this app or not from now. */
export function rejected({ sent, otherwise, changes, ...probe }: Variation): Probe {
  return {
    ...probe,
    async run(examination) {
      const answer = await examination.send(examination.callback(changes(examination)));
      // An error of the server's own is no decision.
      const isRejected = answer.answered && answer.status < 500 && !examination.accepts(answer);
      return judged(isRejected, otherwise, sent, answer);
    },
  };
}
