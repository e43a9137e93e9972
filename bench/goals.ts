import { callbacksPerMicro, isSame, medianRatio } from './ratio.js';
import {
  type Adapter,
  ADAPTERS,
  type DeliveryName,
  type Extra,
  type Setup,
  setupName,
} from './servers/server.js';
import type { ThroughputRow } from './throughput.js';

/** The minimum ratio of requests per second of ours to those of another server on the same adapter. */
interface Goal {
  delivery: DeliveryName;
  extra?: Extra;
  adapters: Adapter[];
  base: Omit<Setup, 'adapter'>;
  min: number;
}

const NAIVE = { server: 'naive-nest' } as const;
const EMPTY = { server: 'empty-nest' } as const;
const IN_PROCESS = { server: 'ours', delivery: 'in process' } as const;

const GOALS: Goal[] = [
  { delivery: 'in process', adapters: ['express'], base: NAIVE, min: 1.2 },
  { delivery: 'in process', adapters: ['express'], base: EMPTY, min: 0.9 },
  { delivery: 'in process', adapters: ['fastify'], base: NAIVE, min: 1.5 },
  { delivery: 'in process', adapters: ['fastify'], base: EMPTY, min: 0.75 },
  { delivery: 'lmdb', adapters: ADAPTERS, base: NAIVE, min: 1 },
  { delivery: 'lmdb', adapters: ADAPTERS, base: { ...NAIVE, delivery: 'lmdb' }, min: 1 },
  { delivery: 'lmdb', adapters: ADAPTERS, base: IN_PROCESS, min: 0.9 },
  { delivery: 'PostgreSQL', adapters: ADAPTERS, base: { ...NAIVE, delivery: 'PostgreSQL' }, min: 2.5 },
  { delivery: 'PostgreSQL', adapters: ADAPTERS, base: { server: 'ours', delivery: 'BullMQ' }, min: 1 },
  { delivery: 'PostgreSQL', adapters: ADAPTERS, base: { server: 'ours', delivery: 'lmdb' }, min: 0.7 },
  { delivery: 'BullMQ', adapters: ADAPTERS, base: { ...NAIVE, delivery: 'BullMQ' }, min: 1 },
  { delivery: 'BullMQ', adapters: ADAPTERS, base: IN_PROCESS, min: 0.7 },
  // The rows with an SDK have no goal: the SDK processes every value and span.
  ...(['journal', 'telemetry without an SDK'] as const).map((extra): Goal => ({
    delivery: 'in process',
    extra,
    adapters: ['fastify'],
    base: IN_PROCESS,
    min: 0.9,
  })),
];

/** Reports for each goal whether it is reached, and the ratio by CPU time, which other processes hardly change. */
export function goalsReport(rows: readonly ThroughputRow[]): string {
  const lines = GOALS.flatMap(({ delivery, extra, adapters, base, min }) =>
    adapters.flatMap((adapter) => {
      const setup: Setup = { server: 'ours', adapter, delivery, extra };
      const row = rows.find((each) => isSame(each.setup, setup));
      const other: Setup = { ...base, adapter };
      const reached = row && medianRatio(row, rows, other);
      if (row === undefined || reached === undefined) return [];
      const byCpu = medianRatio(row, rows, other, callbacksPerMicro);
      const verdict = reached >= min ? 'reached' : 'MISSED';
      return `- ${setupName(setup)}: at least ${min} × ${setupName(other)}: ${reached.toFixed(2)}, ${verdict} (by CPU time of the main thread ${byCpu?.toFixed(2)})`;
    }),
  );
  return ['Goals:', '', ...lines].join('\n');
}
