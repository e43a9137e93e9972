import type { Examination } from './examination.js';
import type { Finding } from './finding.js';

/** One question about a receiver. */
export interface Probe {
  /** Short and stable, for scripts: `stale-request-time`. */
  name: string;
  /** What a receiver that passes does: a verb with its object, which follows "the receiver". */
  title: string;
  /** Why it matters, with the vendor's page if one says so. */
  why: string;
  /** What to do if the receiver does not pass. */
  advice: string;
  /**
   * What must hold for the probe to mean something. `answer`: the receiver answers; `callback`: it accepts an ordinary callback;
   * `signature`: moreover, callbacks are signed.
   * @default 'callback'
   */
  needs?: 'nothing' | 'answer' | 'callback' | 'signature';
  run(examination: Examination): Promise<Finding> | Finding;
}

/** Probes that belong together. */
export interface Theme {
  title: string;
  probes: readonly Probe[];
}
