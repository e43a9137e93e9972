import { median } from '../median.js';
import type { Extent } from '../load/order.js';
import { callbacksPerMicro, medianRatio, type Row } from '../ratio.js';
import { type Adapter, ADAPTERS, UNCOUNTED } from '../servers/server.js';
import { type Generator, Subject } from '../subject.js';
import { table, whole } from '../table.js';

export interface CreationsPlan {
  rounds: number;
  seconds: number;
  connections: number;
  /** Requests to each server before the first measured load. */
  warmUp: number;
}

/** Loads receivers with creations of groups, in turn: one that counts them for the quota, and one that does not. */
export async function measureCreations(plan: CreationsPlan, generator: Generator): Promise<Row[]> {
  const rows = ADAPTERS.flatMap((adapter) => [twin(adapter, UNCOUNTED), twin(adapter)]);
  for (let round = 0; round < plan.rounds; round += 1) {
    const subjects = await Promise.all(rows.map(({ setup }) => Subject.start(setup)));
    const load = (subject: Subject, extent: Extent) =>
      subject.load(generator, plan.connections, extent, 'creation');
    try {
      for (const subject of subjects) await load(subject, { amount: plan.warmUp });
      for (const [nth, subject] of subjects.entries()) {
        rows[nth]?.rounds.push(await load(subject, { seconds: plan.seconds }));
      }
    } finally {
      await Promise.all(subjects.map((subject) => subject.stop()));
    }
  }
  return rows;
}

export function creationsReport(rows: readonly Row[]): string {
  return [
    'Creations of groups by 5,000 accounts, in process (goal: counted at least 0.8 × uncounted):',
    '',
    table(
      ['adapter', 'creations', 'requests/s', '× uncounted', 'CPU µs main', '× uncounted by CPU'],
      rows.map((row) => {
        const { setup, rounds } = row;
        const other = twin(setup.adapter, UNCOUNTED).setup;
        const byCpu = medianRatio(row, rows, other, callbacksPerMicro);
        return [
          setup.adapter ?? '–',
          setup.extra === UNCOUNTED ? 'uncounted' : 'counted',
          whole(median(rounds.map(({ requestsPerSecond }) => requestsPerSecond))),
          medianRatio(row, rows, other)?.toFixed(2) ?? '–',
          whole(median(rounds.map(({ micros }) => micros.mainThread ?? NaN))),
          byCpu?.toFixed(2) ?? '–',
        ];
      }),
    ),
  ].join('\n');
}

function twin(adapter: Adapter | undefined, extra?: typeof UNCOUNTED): Row {
  return { setup: { server: 'ours', adapter, delivery: 'in process', extra }, rounds: [] };
}
