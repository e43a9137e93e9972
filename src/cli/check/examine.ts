import { Examination, type ExaminationOptions } from './examination.js';
import { type Finding, skipped } from './finding.js';
import type { Probe, Theme } from './probe.js';
import { ADDRESS } from './probes/address-probes.js';
import { ANSWER } from './probes/answer-probes.js';
import { AUTHENTICITY } from './probes/authenticity-probes.js';
import { BODIES } from './probes/body-probes.js';
import { CONTENT } from './probes/content-probes.js';
import { CONNECTION } from './probes/connection-probes.js';
import { URL_PARAMETERS } from './probes/url-probes.js';

export const THEMES: readonly Theme[] = [
  ADDRESS,
  ANSWER,
  AUTHENTICITY,
  URL_PARAMETERS,
  BODIES,
  CONTENT,
  CONNECTION,
];

/** The finding of a probe, with the probe. */
export interface Result extends Finding, Pick<Probe, 'name' | 'title' | 'why'> {
  theme: string;
  /** Set for every probe that failed or warned. */
  advice?: string;
}

/** Runs every probe against a receiver, one after the other, in the order of the themes. */
export async function* examine(options: ExaminationOptions): AsyncGenerator<Result> {
  const examination = await Examination.begin(options);
  for (const { title: theme, probes } of THEMES) {
    for (const probe of probes) yield { theme, ...(await resultOf(probe, examination)) };
  }
}

async function resultOf(probe: Probe, examination: Examination): Promise<Omit<Result, 'theme'>> {
  const { name, title, why } = probe;
  const finding = missing(probe, examination) ?? (await probe.run(examination));
  const advice =
    finding.outcome === 'failed' || finding.outcome === 'warned'
      ? (finding.advice ?? probe.advice)
      : undefined;
  return { name, title, why, ...finding, advice };
}

/** Returns why a probe would mean nothing, if it would. */
function missing({ needs = 'callback' }: Probe, examination: Examination): Finding | undefined {
  if (needs === 'nothing') return undefined;
  if (!examination.ordinary.answered) return skipped('nothing answers');
  if (needs === 'answer') return undefined;
  if (!examination.works) return skipped('an ordinary callback is not accepted');
  if (needs === 'signature' && examination.token === false) return skipped('callbacks are not signed');
  return undefined;
}
