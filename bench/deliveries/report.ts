import { median } from '../median.js';
import { megabytes, percent, table, whole } from '../table.js';
import type { InboxRow } from './inbox-size.js';
import type { RecoveryRow } from './recovery.js';
import type { DeliveryMeasurement, DeliveryPlan, DeliveryRow } from './side-by-side.js';

/** Of the requests/s of the delivery in process, so much at the least. */
const GOALS: Record<string, number> = { lmdb: 0.9, 'BullMQ, fsync always': 0.6 };

export function deliveryReport(rows: DeliveryRow[], plan: DeliveryPlan, syncMs: number): string {
  const others = rows.flatMap(({ rounds }) => rounds.map((measurement) => measurement.others));
  return [
    `Deliveries on Express, ${plan.rounds} rounds × ${plan.seconds} s, ${plan.connections} connections, medians; ` +
      `a ratio is the median of the rounds' own ratios.`,
    `A write of one page is on the disk after ${syncMs.toFixed(2)} ms. Records/s: until the last of a load was handled.`,
    `Other processes took ${percent(median(others))} of a core in the median load, ${percent(Math.max(...others))} in the worst.`,
    '',
    table(
      [
        'delivery',
        'requests/s',
        '× in process',
        'p99 ms',
        'records/s',
        'CPU µs/request',
        'of Redis',
        'RSS MB',
        'heap MB',
      ],
      rows.map((row) => {
        const middle = (of: (measurement: DeliveryMeasurement) => number) => median(row.rounds.map(of));
        const storeMicros = middle((measurement) => measurement.storeMicros);
        return [
          row.delivery,
          whole(middle(({ requestsPerSecond }) => requestsPerSecond)),
          timesInProcess(row, rows).toFixed(2),
          middle(({ p99Ms }) => p99Ms).toFixed(1),
          whole(middle(({ handledPerSecond }) => handledPerSecond)),
          whole(middle(({ serverMicros }) => serverMicros)),
          storeMicros === 0 ? '–' : whole(storeMicros),
          megabytes(row.rss),
          megabytes(row.heapUsed),
        ];
      }),
    ),
    '',
    goals(rows),
    '',
    table(
      ['delivery', 'sent', 'answered OK', 'handled'],
      rows.map(({ delivery, sent, answered, handled }) => [
        delivery,
        whole(sent),
        whole(answered),
        whole(handled),
      ]),
    ),
  ].join('\n');
}

export function recoveryReport(rows: RecoveryRow[]): string {
  return [
    'An app on Express handles what a killed process left, ms from the start of its process:',
    '',
    table(
      ['delivery', 'pending', 'first handled', 'last handled', 'records/s', 'RSS MB'],
      rows.map(({ delivery, pending, firstMs, lastMs, rss }) => [
        delivery,
        whole(pending),
        whole(firstMs),
        whole(lastMs),
        whole((pending * 1000) / (lastMs - firstMs)),
        megabytes(rss),
      ]),
    ),
  ].join('\n');
}

export function inboxReport(rows: InboxRow[]): string {
  return [
    'Records through one inbox of lmdb, by accept() without HTTP, ids remembered for a second; memory after forced',
    'garbage collection:',
    '',
    table(
      ['accepted', 'handled', 'pending', 'data file MB', 'RSS MB', 'heap MB', 'after s'],
      rows.map(({ accepted, handled, pending, fileSize, rss, heapUsed, seconds }) => [
        whole(accepted),
        whole(handled),
        whole(pending),
        megabytes(fileSize),
        megabytes(rss),
        megabytes(heapUsed),
        seconds.toFixed(1),
      ]),
    ),
  ].join('\n');
}

function goals(rows: DeliveryRow[]): string {
  const verdicts = rows.flatMap((row) => {
    const goal = GOALS[row.delivery];
    if (goal === undefined) return [];
    const reached = timesInProcess(row, rows);
    return [
      `${row.delivery} at least ${goal.toFixed(1)} × (${reached.toFixed(2)}: ${reached >= goal ? 'reached' : 'MISSED'})`,
    ];
  });
  return `Goals: ${verdicts.join('; ')}.`;
}

function timesInProcess({ rounds }: DeliveryRow, [inProcess]: DeliveryRow[]): number {
  return median(
    rounds.map(
      ({ requestsPerSecond }, round) => requestsPerSecond / inProcess!.rounds[round]!.requestsPerSecond,
    ),
  );
}
