import { machineName } from './machine.js';
import { type Setup, setupName } from './servers/server.js';
import { type Generator, type Measurement, Subject } from './subject.js';
import { table, whole } from './table.js';
import { setups } from './throughput.js';

export interface OpenLoopPlan {
  /** Only servers whose name contains this. */
  rows: string;
  /** Of each rate. */
  seconds: number;
  /** Requests to each server before the first measured load. */
  warmUp: number;
}

/** One server at one rate. */
export interface RateRow {
  setup: Setup;
  /** The rate as a share of what the server answers when it is never idle. */
  share: number;
  perSecond: number;
  measurement: Measurement;
}

/** As many as a server of Chat's would hardly open; what arrives meanwhile waits in the generator, and its latency grows. */
const CONNECTIONS = 256;

const SHARES = [0.2, 0.4, 0.6, 0.8];

/** Beyond 80 %: how high a rate may be until the slowest callback of a thousand takes longer than {@link SLOW_MS}. */
const HIGHER_SHARES = [0.9, 1, 1.1];

/** A tenth of what Chat waits. */
const SLOW_MS = 200;

/** Loads receivers, ours and by hand, at fixed rates. One is measured at a time: nothing else but its store takes the processor. */
export async function measureOpenLoop(
  plan: OpenLoopPlan,
  generator: Generator,
  progress: (line: string) => void,
): Promise<RateRow[]> {
  const compared = setups().filter(
    (setup) =>
      ['ours', 'naive-nest'].includes(setup.server) &&
      setup.extra === undefined &&
      setupName(setup).includes(plan.rows),
  );
  const rows: RateRow[] = [];
  for (const setup of compared) {
    const subject = await Subject.start(setup);
    try {
      await subject.load(generator, CONNECTIONS, { amount: plan.warmUp });
      const { requestsPerSecond } = await subject.load(generator, CONNECTIONS, { seconds: plan.seconds });
      progress(`${subject.name}: ${whole(requestsPerSecond)} requests/s when it is never idle`);
      for (const share of [...SHARES, ...HIGHER_SHARES]) {
        const perSecond = requestsPerSecond * share;
        const extent = { perSecond, seconds: plan.seconds };
        const row = {
          setup,
          share,
          perSecond,
          measurement: await subject.load(generator, CONNECTIONS, extent),
        };
        rows.push(row);
        if (!SHARES.includes(share) && !isFast(row)) break;
      }
    } finally {
      await subject.stop();
    }
  }
  return rows;
}

export function openLoopReport(rows: readonly RateRow[], { seconds }: OpenLoopPlan): string {
  const names = [...new Set(rows.map(({ setup }) => setupName(setup)))];
  return [
    `${machineName()}. Alarms at fixed rates, ${seconds} s each, over at most ${CONNECTIONS} connections; the latency counts from the time at which a`,
    'request was due. A rate is a share of what the server answers when it is never idle:',
    '',
    table(
      [
        'server',
        'share',
        'requests/s',
        'p50 ms',
        'p99 ms',
        'p99.9 ms',
        'not OK',
        'CPU µs main',
        'load CPU %',
      ],
      rows.map(({ setup, share, perSecond, measurement }) => [
        setupName(setup),
        share.toFixed(1),
        whole(perSecond),
        ...[measurement.p50Ms, measurement.p99Ms, measurement.p999Ms].map((ms) => ms.toFixed(1)),
        whole(measurement.refused),
        whole(measurement.micros.mainThread ?? NaN),
        whole(measurement.busy.generator * 100),
      ]),
    ),
    '',
    `The highest of these rates at which fewer than one callback of a thousand took ${SLOW_MS} ms or more, and all got OK:`,
    '',
    table(
      ['server', 'requests/s'],
      names.map((name) => {
        const fast = rows.filter((row) => setupName(row.setup) === name && isFast(row));
        return [name, whole(Math.max(0, ...fast.map(({ perSecond }) => perSecond)))];
      }),
    ),
  ].join('\n');
}

function isFast({ measurement: { p999Ms, refused } }: RateRow): boolean {
  return p999Ms < SLOW_MS && refused === 0;
}
