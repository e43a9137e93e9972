import type { Exchange } from '../../exchange.js';
import type { CallbackChanges, Examination } from '../examination.js';
import { judged } from '../finding.js';
import type { Probe } from '../probe.js';

/** A probe that sends one callback, which differs from an ordinary one. */
interface Variation extends Omit<Probe, 'run'> {
  /**
   * How serious it is if the receiver decides otherwise.
   * @default 'failed'
   */
  otherwise?: 'warned' | 'failed';
  changes: (examination: Examination) => CallbackChanges;
}

/** Makes the probe of a callback that a receiver must accept like any other. */
export function accepted(variation: Variation): Probe {
  return probeOf(variation, (examination, answer) => examination.accepts(answer));
}

/** Makes the probe of a callback that a receiver must reject: it is not from Chat, not for this app, not from now, or malformed. */
export function rejected(variation: Variation): Probe {
  return probeOf(variation, (examination, answer) => examination.rejects(answer));
}

function probeOf(
  { otherwise = 'failed', changes, ...probe }: Variation,
  isRight: (examination: Examination, answer: Exchange) => boolean,
): Probe {
  // The title is a verb with what is sent.
  const sent = probe.title.slice(probe.title.indexOf(' ') + 1);
  return {
    ...probe,
    async run(examination) {
      const answer = await examination.send(examination.callback(changes(examination)));
      return judged(isRight(examination, answer), otherwise, sent, answer);
    },
  };
}
