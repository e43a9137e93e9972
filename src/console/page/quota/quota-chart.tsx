import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { QuotaDayOverview } from '../../api/console-api.js';
import { serverNow } from '../common/clock.js';
import { integer, minute, percent } from '../common/format.js';
import { MARGIN, quotaScale, type QuotaScale } from './quota-scale.js';

/** Minimum distance between the labels of two levels, in px. */
const LABEL_HEIGHT = 15;

/** Below this width, in px, the chart is lower, and its labels have no times: they would run into the curve. */
const NARROW = 520;

/**
 * Draws the used groups of the day, the limit, the levels and the forecast. A library would draw little more than axes and a line, and could
 * not use the page's colours.
 */
export function QuotaChart({ day, summary }: { day: QuotaDayOverview; summary: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [pointed, setPointed] = useState<[at: number, used: number]>();

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const scale = quotaScale(day, width, width < NARROW ? 240 : 300);
  const pointAt = (event: PointerEvent): void => {
    const x = event.clientX - (frame.current?.getBoundingClientRect().left ?? 0);
    setPointed(nearest(day.curve, (point) => Math.abs(scale.x(point[0]) - x)));
  };
  return (
    <div class="chart" ref={frame} onPointerMove={pointAt} onPointerLeave={() => setPointed(undefined)}>
      {width > 0 && (
        <svg role="img" aria-label={summary} width={width} height={scale.height}>
          <Axes scale={scale} />
          {day.quota !== null && <Levels day={day} quota={day.quota} scale={scale} />}
          <Now day={day} scale={scale} />
          <path class="curve" d={pathOf(day.curve, scale)} />
          {day.quota !== null && <Forecast day={day} quota={day.quota} scale={scale} />}
          {pointed && <Pointed point={pointed} day={day} scale={scale} />}
        </svg>
      )}
    </div>
  );
}

interface Part {
  day: QuotaDayOverview;
  scale: QuotaScale;
}

function Axes({ scale: { width, height, x, y, hours, groups } }: { scale: QuotaScale }) {
  const bottom = height - MARGIN.bottom;
  return (
    <g class="axes">
      {groups.map((value) => (
        <g key={value}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(value)} y2={y(value)} />
          <text x={MARGIN.left - 8} y={y(value) + 4} text-anchor="end">
            {integer(value)}
          </text>
        </g>
      ))}
      {hours.map(({ at, label }) => (
        <g key={at}>
          <line x1={x(at)} x2={x(at)} y1={bottom} y2={bottom + 4} />
          <text x={Math.min(x(at), width - 18)} y={height - 6} text-anchor="middle">
            {label}
          </text>
        </g>
      ))}
      <line class="base" x1={MARGIN.left} x2={width - MARGIN.right} y1={bottom} y2={bottom} />
    </g>
  );
}

/** Draws each level as a line. Its label is at the end of the morning, which the curve seldom reaches. */
function Levels({ day, quota, scale: { width, x, y } }: Part & { quota: number }) {
  let free = 0;
  return (
    <g>
      {day.levels.toReversed().map(({ share, reachedAt }) => {
        const line = y(share * quota);
        const label = Math.max(line - 5, free);
        free = label + LABEL_HEIGHT;
        const state = `level${share >= 1 ? ' limit' : ''}${reachedAt === null ? '' : ' reached'}`;
        return (
          <g class={state} key={share}>
            <line x1={MARGIN.left} x2={width - MARGIN.right} y1={line} y2={line} />
            <text x={MARGIN.left + 6} y={label}>
              {percent(share)}
              {reachedAt !== null && width >= NARROW && ` at ${minute(reachedAt, day.timeZone)}`}
            </text>
            {reachedAt !== null && <circle cx={x(reachedAt)} cy={line} r={4} />}
          </g>
        );
      })}
    </g>
  );
}

function Now({ day, scale: { height, x } }: Part) {
  const now = serverNow();
  if (now < day.begins || now > day.ends) return null;
  return (
    <g class="now">
      <line x1={x(now)} x2={x(now)} y1={MARGIN.top - 6} y2={height - MARGIN.bottom} />
      <text x={x(now)} y={MARGIN.top - 10} text-anchor="middle">
        now
      </text>
    </g>
  );
}

function Forecast({ day, quota, scale }: Part & { quota: number }) {
  const last = day.curve.at(-1);
  if (last === undefined || day.exhaustsAt === null) return null;
  const { x, y, width } = scale;
  const end = x(day.exhaustsAt);
  // Right of the dashed line and below the limit if there is room, otherwise above the limit.
  const beside = end + 40 < width;
  return (
    <g class="forecast">
      <path d={pathOf([last, [day.exhaustsAt, quota]], scale)} />
      <circle cx={end} cy={y(quota)} r={4.5} />
      <text
        x={beside ? end + 2 : width}
        y={y(quota) + (beside ? 20 : -9)}
        text-anchor={beside ? 'start' : 'end'}
      >
        {minute(day.exhaustsAt, day.timeZone)}
      </text>
    </g>
  );
}

function Pointed({ point: [at, used], day, scale }: Part & { point: [at: number, used: number] }) {
  const { x, y, width, height } = scale;
  const left = x(at) > width / 2;
  return (
    <g class="pointed">
      <line x1={x(at)} x2={x(at)} y1={MARGIN.top} y2={height - MARGIN.bottom} />
      <circle cx={x(at)} cy={y(used)} r={4.5} />
      <text
        x={x(at) + (left ? -10 : 10)}
        y={height - MARGIN.bottom - 10}
        text-anchor={left ? 'end' : 'start'}
      >
        {minute(at, day.timeZone)}: {integer(used)} groups
        {day.quota !== null && `, ${percent(used / Math.max(1, day.quota))}`}
      </text>
    </g>
  );
}

function pathOf(points: readonly (readonly [number, number])[], { x, y }: QuotaScale): string {
  return points
    .map(([at, used], index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(used).toFixed(1)}`)
    .join('');
}

function nearest<T>(items: readonly T[], distance: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || distance(item) < distance(best) ? item : best),
    undefined,
  );
}
