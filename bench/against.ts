import { measureBodies } from './bodies/measure.js';
import { median } from './median.js';
import { measureQuotaWatch } from './quota/measure.js';
import { callbacksPerMicro, medianRatio } from './ratio.js';
import { type Setup, setupName } from './servers/server.js';
import { boot } from './start-up.js';
import type { Generator, Measurement } from './subject.js';
import { table } from './table.js';
import { measureThroughput, setups, type ThroughputPlan } from './throughput.js';
import { measureVerdicts, VERDICT_SETUPS, type VerdictPlan } from './verdicts.js';

export interface AgainstPlan extends ThroughputPlan, VerdictPlan {
  /** Path of the other checkout, whose package and bench are built. */
  checkout: string;
  sections: readonly string[];
  bodies: number;
  alarms: number;
}

/** The speed of this checkout as a multiple of the other one's: by requests per second or time, and by CPU time. */
type RatioRow = [row: string, ratio: number | undefined, byCpu?: number | undefined];

/** Measures this checkout and another one in turn, in the same rounds, and reports the ratio per row. */
export async function compareCheckouts(
  plan: AgainstPlan,
  generator: Generator,
  progress: (line: string) => void,
): Promise<string> {
  const { checkout, rounds, sections, bodies, alarms } = plan;
  const rows: RatioRow[] = [];
  if (sections.includes('throughput')) {
    const both = (all: readonly Setup[]) =>
      all.filter(({ server }) => server === 'ours').flatMap((setup) => [setup, { ...setup, checkout }]);
    const loads = await measureThroughput(both(setups()), plan, generator, progress);
    const verdicts = await measureVerdicts(both(VERDICT_SETUPS), plan, generator);
    const ratios = (measured: typeof verdicts, what: string, speed: (load: Measurement) => number) =>
      measured
        .filter(({ setup }) => setup.checkout === undefined)
        .map((row): RatioRow => {
          const ratioOf = (valueOf: typeof speed) =>
            medianRatio(row, measured, { ...row.setup, checkout }, valueOf);
          return [`${setupName(row.setup)}, ${what}`, ratioOf(speed), ratioOf(callbacksPerMicro)];
        });
    rows.push(...ratios(loads, 'requests/s', ({ requestsPerSecond }) => requestsPerSecond));
    rows.push(...ratios(verdicts, 'p50 of a verdict', ({ p50Ms }) => 1 / p50Ms));
  }
  const addTimes = async (row: string, measure: (checkout?: string) => Promise<number>): Promise<void> => {
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const here = await measure();
      ratios.push((await measure(checkout)) / here);
    }
    rows.push([row, median(ratios)]);
    progress(`${row}: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}`);
  };
  if (sections.includes('throughput')) {
    await addTimes('start', async (from) => (await boot('ours', from)).ms);
  }
  if (sections.includes('bodies') && bodies > 0) {
    await addTimes('samples of all classes', async (from) =>
      (await measureBodies(bodies, from)).reduce((sum, { sampleMicros }) => sum + sampleMicros, 0),
    );
  }
  if (sections.includes('quota') && alarms > 0) {
    await addTimes('alarm storm', async (from) => (await measureQuotaWatch(alarms, from)).microsPerAlarm);
  }
  return [
    `The speed of this checkout as a multiple of ${checkout}: medians of ${rounds} rounds, above 1 if this one is faster.`,
    '',
    table(
      ['row', 'ratio', 'by CPU of the main thread'],
      rows.map(([row, ...ratios]) => [row, ...[0, 1].map((nth) => ratios[nth]?.toFixed(2) ?? '–')]),
    ),
  ].join('\n');
}
