import { Child } from '../child-process.js';
import { median } from '../median.js';
import { table } from '../table.js';
import type { ClassRow, WalkOrder } from './catalogue-walk.js';

/** Measures the bodies of every class of the catalogue. */
export async function measureBodies(repeats: number, checkout?: string): Promise<ClassRow[]> {
  const child = new Child<WalkOrder, ClassRow[]>('the catalogue walk', 'bodies/catalogue-walk.js', {
    checkout,
  });
  try {
    return await child.ask({ repeats });
  } finally {
    await child.stop();
  }
}

/** How many classes each table lists. */
const MAX_LISTED = 5;

export function bodiesReport(rows: ClassRow[]): string {
  const slowest = rows.toSorted((a, b) => b.sampleMicros - a.sampleMicros).slice(0, MAX_LISTED);
  const worst = rows.toSorted((a, b) => b.worstMs - a.worstMs).slice(0, MAX_LISTED);
  const middle = median(rows.map(({ sampleMicros }) => sampleMicros)).toFixed(2);
  return [
    `Checking and typing the samples of ${rows.length} classes: ${middle} µs in the median class. The slowest:`,
    '',
    table(
      ['class', 'µs'],
      slowest.map(({ command, sampleMicros }) => [command, sampleMicros.toFixed(2)]),
    ),
    '',
    'Parsing, checking and typing the worst bodies of 256 KB (goal: 50 ms). The slowest body of each of the slowest classes:',
    '',
    table(
      ['class', 'body', 'ms', '× JSON.parse'],
      worst.map(({ command, worst: body, worstMs, worstRatio }) => [
        command,
        body,
        worstMs.toFixed(1),
        worstRatio.toFixed(1),
      ]),
    ),
  ].join('\n');
}
