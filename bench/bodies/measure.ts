import { Child } from '../child-process.js';
import { median } from '../median.js';
import { table } from '../table.js';
import type { ClassRow, WalkOrder } from './catalogue-walk.js';

/** What the bodies of each class of the catalogue cost. */
export async function measureBodies(repeats: number): Promise<ClassRow[]> {
  const entry = new URL('catalogue-walk.js', import.meta.url);
  const child = new Child<WalkOrder, ClassRow[]>('the walk over the classes', entry);
  try {
    return await child.ask({ repeats });
  } finally {
    await child.stop();
  }
}

/** So many are named. */
const NAMED = 5;

export function bodiesReport(rows: ClassRow[]): string {
  const slowest = rows.toSorted((a, b) => b.sampleMicros - a.sampleMicros).slice(0, NAMED);
  const worst = rows.toSorted((a, b) => b.worstMs - a.worstMs).slice(0, NAMED);
  const middle = median(rows.map(({ sampleMicros }) => sampleMicros)).toFixed(2);
  return [
    `Checking and typing the samples of ${rows.length} classes: ${middle} µs in the median class. The slowest:`,
    '',
    table(
      ['class', 'µs'],
      slowest.map(({ command, sampleMicros }) => [command, sampleMicros.toFixed(2)]),
    ),
    '',
    'Reading, checking and typing bodies of 256 KB that are as bad as can be (goal: 50 ms). The slowest of each class, the slowest classes:',
    '',
    table(
      ['class', 'body', 'ms'],
      worst.map(({ command, worst: body, worstMs }) => [command, body, worstMs.toFixed(1)]),
    ),
  ].join('\n');
}
