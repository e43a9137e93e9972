import { machineName } from './machine.js';
import { median } from './median.js';
import { isSame } from './ratio.js';
import { ADAPTERS, type DeliveryName, type Setup } from './servers/server.js';
import type { ThroughputRow } from './throughput.js';

/** A group of bars: ours beside the receiver by hand with the same store. */
const DELIVERIES: DeliveryName[] = ['in process', 'lmdb', 'PostgreSQL', 'BullMQ'];

const BAR = { height: 14, gap: 3 };
const GROUP_GAP = 14;
const LEFT = 170;
const BARS_WIDTH = 440;
const WIDTH = 700;
const TOP = 58;

/** Readable on a white page and on a dark one. */
const COLOURS = { ours: '#2f81f7', byHand: '#8b949e', text: '#768390' };

/** Draws the requests per second of ours and of the receivers by hand as SVG: a group for each adapter and delivery. */
export function throughputChart(rows: readonly ThroughputRow[]): string {
  const groups = ADAPTERS.flatMap((adapter) =>
    DELIVERIES.map((delivery) => ({
      title: `${adapter === 'express' ? 'Express' : 'Fastify'}, ${delivery}`,
      ours: speedOf(rows, { server: 'ours', adapter, delivery }),
      byHand: speedOf(rows, {
        server: 'naive-nest',
        adapter,
        ...(delivery !== 'in process' && { delivery }),
      }),
    })),
  );
  const fastest = Math.max(...groups.flatMap(({ ours, byHand }) => [ours, byHand]));
  const groupHeight = 2 * (BAR.height + BAR.gap) + GROUP_GAP;
  const bars = groups.flatMap(({ title, ours, byHand }, nth) => {
    const y = TOP + nth * groupHeight;
    return [
      text(LEFT - 10, y + BAR.height + 5, title, 'end'),
      ...bar(y, ours / fastest, ours, COLOURS.ours),
      ...bar(y + BAR.height + BAR.gap, byHand / fastest, byHand, COLOURS.byHand),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${TOP + groups.length * groupHeight}" font-family="sans-serif" font-size="12" role="img">`,
    '<title>Quota alarms per second, by adapter and delivery</title>',
    text(LEFT, 16, `Quota alarms per second. ${machineName()}, ${new Date().toISOString().slice(0, 10)}`),
    ...legend(LEFT, COLOURS.ours, 'nestjs-tencent-chat-webhook'),
    ...legend(LEFT + 210, COLOURS.byHand, 'by hand, with the same store'),
    ...bars,
    '</svg>',
    '',
  ].join('\n');
}

function speedOf(rows: readonly ThroughputRow[], setup: Setup): number {
  const row = rows.find((each) => isSame(each.setup, setup));
  return row === undefined ? 0 : median(row.rounds.map(({ requestsPerSecond }) => requestsPerSecond));
}

function bar(y: number, share: number, value: number, colour: string): string[] {
  if (value === 0) return [];
  const width = Math.round(BARS_WIDTH * share);
  return [
    rectangle(LEFT, y, width, BAR.height, colour),
    text(LEFT + width + 6, y + BAR.height - 3, Math.round(value).toLocaleString('en-US')),
  ];
}

function legend(x: number, colour: string, label: string): string[] {
  return [rectangle(x, 28, 12, 12, colour), text(x + 18, 39, label)];
}

function rectangle(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`;
}

function text(x: number, y: number, content: string, anchor = 'start'): string {
  return `<text x="${x}" y="${y}" fill="${COLOURS.text}" text-anchor="${anchor}">${content}</text>`;
}
