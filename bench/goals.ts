import { isSame, medianRatio } from './ratio.js';
import { type Adapter, type DeliveryName, type Extra, type Setup, setupName } from './servers/server.js';
import type { ThroughputRow } from './throughput.js';

/** Requests per second of ours, as so many times those of another server on the same adapter. */
interface Goal {
  delivery: DeliveryName;
  extra?: Extra;
  adapters: Adapter[];
  base: Omit<Setup, 'adapter'>;
  least: number;
}

const BOTH: Adapter[] = ['express', 'fastify'];
const NAIVE = { server: 'naive-nest' } as const;
const EMPTY = { server: 'empty-nest' } as const;
const IN_PROCESS = { server: 'ours', delivery: 'in process' } as const;

const GOALS: Goal[] = [
  { delivery: 'in process', adapters: ['express'], base: NAIVE, least: 1.2 },
  { delivery: 'in process', adapters: ['express'], base: EMPTY, least: 0.9 },
  { delivery: 'in process', adapters: ['fastify'], base: NAIVE, least: 1.5 },
  { delivery: 'in process', adapters: ['fastify'], base: EMPTY, least: 0.75 },
  { delivery: 'lmdb', adapters: BOTH, base: NAIVE, least: 1 },
  { delivery: 'lmdb', adapters: BOTH, base: { ...NAIVE, delivery: 'lmdb' }, least: 1 },
  { delivery: 'lmdb', adapters: BOTH, base: IN_PROCESS, least: 0.9 },
  { delivery: 'BullMQ', adapters: BOTH, base: { ...NAIVE, delivery: 'BullMQ' }, least: 1 },
  { delivery: 'BullMQ', adapters: BOTH, base: IN_PROCESS, least: 0.7 },
  // With an SDK every value and every span goes through it as well: those rows have no goal.
  ...(['journal', 'telemetry without an SDK'] as const).map((extra): Goal => ({
    delivery: 'in process',
    extra,
    adapters: ['fastify'],
    base: IN_PROCESS,
    least: 0.9,
  })),
];

/** A line for each goal: whether it is reached, and what it would be if nothing else ran on the machine. */
export function goalsReport(rows: readonly ThroughputRow[]): string {
  const lines = GOALS.flatMap(({ delivery, extra, adapters, base, least }) =>
    adapters.flatMap((adapter) => {
      const setup: Setup = { server: 'ours', adapter, delivery, extra };
      const row = rows.find((each) => isSame(each.setup, setup));
      const beside: Setup = { ...base, adapter };
      const reached = row && medianRatio(row, rows, beside);
      if (row === undefined || reached === undefined) return [];
      const byCpu = medianRatio(row, rows, beside, ({ micros }) => 1 / (micros.mainThread ?? NaN));
      const verdict = reached >= least ? 'reached' : 'MISSED';
      const other = setupName(beside);
      return `- ${setupName(setup)}: at least ${least} × ${other}: ${reached.toFixed(2)}, ${verdict} (by CPU of the main thread ${byCpu?.toFixed(2)})`;
    }),
  );
  return ['Goals:', '', ...lines].join('\n');
}
