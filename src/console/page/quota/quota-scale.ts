import type { QuotaDayOverview } from '../../api/console-api.js';
import { minute } from '../common/format.js';

const HOUR_MS = 3_600_000;

/** Room around the plot for the labels of the axes, in px. */
export const MARGIN = { left: 52, right: 14, top: 22, bottom: 26 };

/** The scale of a chart of a quota day. */
export interface QuotaScale {
  width: number;
  height: number;
  x: (at: number) => number;
  y: (used: number) => number;
  /** The value at the bottom: above 0 if the whole curve is far above it. */
  floor: number;
  hours: { at: number; label: string }[];
  groups: number[];
}

export function quotaScale(day: QuotaDayOverview, width: number, height: number): QuotaScale {
  const { begins, ends, quota, curve, levels, timeZone } = day;
  const used = curve.map(([, groups]) => groups);
  const limit = quota ?? 0;
  const highest = Math.max(limit, ...used, 1);
  const lowest = Math.min(highest, ...used, ...levels.map(({ share }) => share * limit));
  // Chat sends no alarm below 70 %, so that most of a whole scale would be empty.
  const floor =
    lowest > highest * 0.3 ? Math.round((Math.floor((lowest / highest - 0.05) * 10) / 10) * highest) : 0;
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const plotWidth = right - MARGIN.left;
  return {
    width,
    height,
    x: (at) => MARGIN.left + ((at - begins) / (ends - begins)) * plotWidth,
    y: (groups) => bottom - ((groups - floor) / (highest - floor)) * (bottom - MARGIN.top),
    floor,
    hours: hoursOf(begins, ends, plotWidth, timeZone),
    groups: roundValues(floor, highest, Math.max(2, Math.floor(height / 60))),
  };
}

function hoursOf(begins: number, ends: number, plotWidth: number, timeZone: string): QuotaScale['hours'] {
  const fit = Math.max(1, plotWidth / 52);
  const step = [1, 2, 3, 4, 6].find((hours) => (ends - begins) / HOUR_MS / hours <= fit) ?? 12;
  const hours: QuotaScale['hours'] = [];
  for (let at = begins; at < ends; at += step * HOUR_MS) hours.push({ at, label: minute(at, timeZone) });
  return [...hours, { at: ends, label: '24:00' }];
}

/** Returns about `wanted` round values between two: multiples of 1, 2 or 5 times a power of ten. */
function roundValues(from: number, to: number, wanted: number): number[] {
  const power = 10 ** Math.floor(Math.log10((to - from) / wanted));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => (to - from) / size <= wanted);
  if (step === undefined || step < 1) return [from, to];
  const values: number[] = [];
  for (let value = Math.ceil(from / step) * step; value <= to; value += step) values.push(value);
  return values;
}
