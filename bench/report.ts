import { machineName } from './machine.js';
import { median } from './median.js';
import type { MemoryRow } from './memory.js';
import type { ServerName } from './servers/server.js';
import type { StartUpRow } from './start-up.js';
import { megabytes, percent, table, whole } from './table.js';
import type { ThroughputPlan, ThroughputRow } from './throughput.js';
import type { VerdictRow } from './verdicts.js';

export function throughputReport(rows: ThroughputRow[], plan: ThroughputPlan): string {
  const comparison = table(
    [
      'server',
      'adapter',
      'requests/s',
      'lowest–highest',
      'p99 ms',
      '× empty',
      '× naive',
      'CPU µs/request',
      'server / load CPU',
    ],
    rows.map((row) => {
      const speeds = row.rounds.map(({ requestsPerSecond }) => requestsPerSecond);
      return [
        row.server,
        row.adapter ?? '–',
        whole(median(speeds)),
        `${whole(Math.min(...speeds))}–${whole(Math.max(...speeds))}`,
        median(row.rounds.map(({ p99Ms }) => p99Ms)).toFixed(1),
        ratio(row, rowBeside(row, 'empty-nest', rows)),
        ratio(row, rowBeside(row, 'naive-nest', rows)),
        whole(median(row.rounds.map(({ cpuMicrosPerRequest }) => cpuMicrosPerRequest))),
        `${percent(median(row.rounds.map(({ busy }) => busy.server)))} / ${percent(median(row.rounds.map(({ busy }) => busy.generator)))}`,
      ];
    }),
  );
  const others = rows.flatMap(({ rounds }) => rounds.map(({ busy }) => busy.others));
  const counts = table(
    ['server', 'adapter', 'sent', 'answered OK', 'handled'],
    rows.map(({ server, adapter, sent, answered, handled }) => [
      server,
      adapter ?? '–',
      whole(sent),
      whole(answered),
      handled === null ? '–' : whole(handled),
    ]),
  );
  return [
    `${machineName()}, ${plan.rounds} rounds × ${plan.seconds} s, ${plan.connections} connections, medians; ` +
      `a ratio is the median of the rounds' own ratios.`,
    `Other processes took ${percent(median(others))} of a core in the median round, ${percent(Math.max(...others))} in the worst.`,
    '',
    comparison,
    '',
    'All answers, warm-up included. Those on the way when the time of a round was over are handled without being answered:',
    '',
    counts,
  ].join('\n');
}

export function memoryReport(rows: MemoryRow[]): string {
  return [
    'Memory of ours on Express, after forced garbage collection:',
    '',
    table(
      ['callbacks', 'RSS MB', 'heap used MB'],
      rows.map(({ callbacks, rss, heapUsed }) => [whole(callbacks), megabytes(rss), megabytes(heapUsed)]),
    ),
  ].join('\n');
}

export function verdictReport(rows: VerdictRow[]): string {
  return [
    'The verdict of a synchronous handler on a one-to-one message of 12 KB, 4 connections:',
    '',
    table(
      ['server', 'adapter', 'p50 ms', 'p99 ms', 'requests/s'],
      rows.map(({ server, adapter, p50Ms, p99Ms, requestsPerSecond }) => [
        server,
        adapter,
        p50Ms.toFixed(2),
        p99Ms.toFixed(2),
        whole(requestsPerSecond),
      ]),
    ),
  ].join('\n');
}

export function startUpReport(rows: StartUpRow[]): string {
  return [
    'Start of an app with nothing in it, from the start of the process until it listens:',
    '',
    table(
      ['app', 'ms', 'RSS MB'],
      rows.map(({ app, ms, rss }) => [app, whole(ms), megabytes(rss)]),
    ),
  ].join('\n');
}

/** The row of another server on the same adapter. */
function rowBeside(
  { adapter }: ThroughputRow,
  server: ServerName,
  rows: ThroughputRow[],
): ThroughputRow | undefined {
  return rows.find((row) => row.server === server && row.adapter === adapter);
}

/** Round by round: the two were loaded within seconds of each other, whatever the machine did in other rounds. */
function ratio(row: ThroughputRow, base: ThroughputRow | undefined): string {
  if (base === undefined) return '–';
  const ratios = row.rounds.map(
    ({ requestsPerSecond }, round) => requestsPerSecond / base.rounds[round]!.requestsPerSecond,
  );
  return median(ratios).toFixed(2);
}
