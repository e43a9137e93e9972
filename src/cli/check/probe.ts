import type { Examination } from './examination.js';
import type { Finding } from './finding.js';

/** One question that is put to a receiver. */
export interface Probe {
  /** Short and stable, for scripts: `stale-request-time`. */
  name: string;
  /** What a receiver that passes does, as the end of "the receiver …". */
  title: string;
  /** Why it matters, with the vendor's page if there is one. */
  why: string;
  /** What to do when it is not so. */
  advice: string;
  /**
   * What makes an outcome meaningful. `callback`: an ordinary callback is accepted; `signature`: besides, callbacks are signed.
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
