import { megabytes, table, whole } from '../table.js';
import type { InboxRow } from './inbox-size.js';
import type { RecoveryRow } from './recovery.js';

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
    'Records through one inbox of lmdb, by accept() without HTTP; ids are remembered for a second; memory after a forced',
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
