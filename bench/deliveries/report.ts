import { megabytes, percent, table, whole } from '../table.js';
import type { InboxRow } from './inbox-size.js';
import type { RecoveryRow } from './recovery.js';
import type { ProcessesRow } from './two-processes.js';

export function recoveryReport(rows: RecoveryRow[]): string {
  return [
    'An app on Express handles the records that a killed process has left behind; ms from the start of its process:',
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
    'Records through one inbox, by accept() without HTTP; the size of the data file, of the table or of Redis; memory after a',
    'forced garbage collection:',
    '',
    table(
      ['delivery', 'accepted', 'handled', 'pending', 'size MB', 'RSS MB', 'heap MB', 'after s'],
      rows.map(({ delivery, accepted, handled, pending, size, rss, heapUsed, seconds }) => [
        delivery,
        whole(accepted),
        whole(handled),
        whole(pending),
        megabytes(size),
        megabytes(rss),
        megabytes(heapUsed),
        seconds.toFixed(1),
      ]),
    ),
  ].join('\n');
}

export function processesReport(rows: ProcessesRow[]): string {
  return [
    'One process and two on one store, by accept() without HTTP, accepted and handled:',
    '',
    table(
      [
        'delivery',
        'processes',
        'records/s',
        '× one',
        'CPU µs of the processes',
        'of the store',
        'of all cores',
      ],
      rows.map(({ delivery, processes, recordsPerSecond, micros, storeMicros, coresUsed }) => {
        const one = rows.find((row) => row.delivery === delivery && row.processes === 1);
        return [
          delivery,
          whole(processes),
          whole(recordsPerSecond),
          (recordsPerSecond / (one?.recordsPerSecond ?? NaN)).toFixed(2),
          whole(micros),
          storeMicros === 0 ? '–' : whole(storeMicros),
          percent(coresUsed),
        ];
      }),
    ),
  ].join('\n');
}
