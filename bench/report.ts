import { goalsReport } from './goals.js';
import { machineName } from './machine.js';
import { median } from './median.js';
import type { MemoryRow } from './memory/growth.js';
import type { KeptBytes } from './memory/kept.js';
import { medianRatio, type Row } from './ratio.js';
import type { Setup } from './servers/server.js';
import type { StartUpRow } from './start-up.js';
import type { Measurement } from './subject.js';
import { megabytes, percent, table, whole } from './table.js';
import type { ThroughputPlan, ThroughputRow } from './throughput.js';

export function throughputReport(rows: ThroughputRow[], plan: ThroughputPlan): string {
  const comparison = table(
    [
      'server',
      'adapter',
      'delivery',
      'requests/s',
      'p99 ms',
      '× empty',
      '× naive',
      '× in process',
      'records/s',
      'CPU µs main',
      'all',
      'of Redis',
      'load CPU',
      'RSS MB',
    ],
    rows.map((row) => {
      const middle = (valueOf: (measurement: Measurement) => number) => median(row.rounds.map(valueOf));
      const store = middle(({ micros }) => micros.store);
      const ratioTo = (setup: Setup) => medianRatio(row, rows, setup)?.toFixed(2) ?? '–';
      const { adapter, delivery } = row.setup;
      return [
        serverName(row.setup),
        adapter ?? '–',
        delivery ?? '–',
        whole(middle(({ requestsPerSecond }) => requestsPerSecond)),
        middle(({ p99Ms }) => p99Ms).toFixed(1),
        ratioTo({ server: 'empty-nest', adapter }),
        ratioTo({ server: 'naive-nest', adapter }),
        row.setup.server !== 'ours' ? '–' : ratioTo({ server: 'ours', adapter, delivery: 'in process' }),
        row.handled === null ? '–' : whole(middle(({ handledPerSecond }) => handledPerSecond)),
        mainThread(row.rounds),
        whole(middle(({ micros }) => micros.process)),
        store === 0 ? '–' : whole(store),
        percent(middle(({ busy }) => busy.generator)),
        megabytes(row.rss),
      ];
    }),
  );
  const others = rows.flatMap(({ rounds }) => rounds.map(({ busy }) => busy.others));
  const counts = table(
    ['server', 'adapter', 'delivery', 'sent', 'answered OK', 'handled'],
    rows.map(({ setup, sent, answered, handled }) => [
      serverName(setup),
      setup.adapter ?? '–',
      setup.delivery ?? '–',
      whole(sent),
      whole(answered),
      handled === null ? '–' : whole(handled),
    ]),
  );
  return [
    `${machineName()}, ${plan.rounds} rounds × ${plan.seconds} s, ${plan.connections} connections. Values are medians of the rounds; ` +
      'a ratio is the median of the ratios in each round.',
    `Other processes used ${percent(median(others))} of a core in the median round, ${percent(Math.max(...others))} in the worst.`,
    '',
    comparison,
    '',
    goalsReport(rows),
    '',
    'All requests, warm-up included. Those without an answer when the time of a round ended are handled too:',
    '',
    counts,
  ].join('\n');
}

function serverName({ server, extra }: Setup): string {
  return extra === undefined ? server : `${server} + ${extra}`;
}

function mainThread(rounds: readonly Measurement[]): string {
  const known = rounds.flatMap(({ micros }) => (micros.mainThread === null ? [] : [micros.mainThread]));
  return known.length === 0 ? '–' : whole(median(known));
}

export function memoryReport(rows: MemoryRow[], { waiting, remembered }: KeptBytes): string {
  return [
    'Memory of ours on Express, after a forced garbage collection:',
    '',
    table(
      ['callbacks', 'RSS MB', 'heap used MB'],
      rows.map(({ callbacks, rss, heapUsed }) => [whole(callbacks), megabytes(rss), megabytes(heapUsed)]),
    ),
    '',
    `In process, an alarm that waits for its handlers takes ${whole(waiting)} bytes of the heap, and the id of a handled one ${whole(remembered)} bytes.`,
  ].join('\n');
}

export function verdictReport(rows: Row[]): string {
  return [
    'The verdict of a synchronous handler on a one-to-one message of 12 KB, 4 connections (goal: p50 at most 1.3 × empty):',
    '',
    table(
      ['server', 'adapter', 'p50 ms', '× empty', 'p99 ms', 'requests/s', 'CPU µs main'],
      rows.map((row) => {
        const { setup, rounds } = row;
        const { adapter } = setup;
        const empty: Setup = { server: 'empty-nest', adapter };
        return [
          setup.server,
          adapter ?? '–',
          median(rounds.map(({ p50Ms }) => p50Ms)).toFixed(2),
          medianRatio(row, rows, empty, ({ p50Ms }) => p50Ms)?.toFixed(2) ?? '–',
          median(rounds.map(({ p99Ms }) => p99Ms)).toFixed(2),
          whole(median(rounds.map(({ requestsPerSecond }) => requestsPerSecond))),
          mainThread(rounds),
        ];
      }),
    ),
  ].join('\n');
}

export function startUpReport(rows: StartUpRow[]): string {
  return [
    'Start of an empty app, from the start of the process until it listens (goal: ours at most 60 ms after the second):',
    '',
    table(
      ['app', 'ms', 'RSS MB'],
      rows.map(({ app, ms, rss }) => [app, whole(ms), megabytes(rss)]),
    ),
  ].join('\n');
}
