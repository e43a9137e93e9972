import { cyan, plot } from 'asciichart';
import { QUOTA, type Alarm } from './day-of-alarms.js';
import { timeOfDay } from './time-of-day.js';

const HOUR_MS = 3_600_000;
const COLUMNS_AN_HOUR = 6;
const HOURS_A_LABEL = 2;
const LABEL_WIDTH = 7;

/** Draws the usage of a day for a terminal, from what its alarms told. */
export function dayChart(alarms: readonly Alarm[], inColour: boolean): string {
  const known = alarms.toSorted((a, b) => a.at - b.at || a.used - b.used);
  const first = known.at(0);
  const last = known.at(-1);
  if (first === undefined || last === undefined) return '(no alarms)';

  const startsAt = Math.floor(first.at / HOUR_MS) * HOUR_MS;
  const hours = Math.ceil((last.at - startsAt) / HOUR_MS);
  const usage = Array.from({ length: hours * COLUMNS_AN_HOUR + 1 }, (_, column) => {
    const at = startsAt + (column / COLUMNS_AN_HOUR) * HOUR_MS;
    const { used } = known.findLast((alarm) => alarm.at <= at) ?? first;
    return (100 * used) / QUOTA;
  });
  const chart = plot(usage, {
    min: 70,
    max: 102.5,
    height: 13,
    ...(inColour && { colors: [cyan] }),
    // The labels come on top of it.
    offset: 2,
    format: (percent) => `${percent.toFixed(1)} %`.padStart(LABEL_WIDTH),
  });
  return `${chart.replace(/ +$/gm, '')}\n${timeAxis(startsAt, hours)}`;
}

function timeAxis(startsAt: number, hours: number): string {
  const labels = Array.from({ length: Math.floor(hours / HOURS_A_LABEL) + 1 }, (_, nth) =>
    timeOfDay(startsAt + nth * HOURS_A_LABEL * HOUR_MS).padEnd(HOURS_A_LABEL * COLUMNS_AN_HOUR),
  );
  return `${' '.repeat(LABEL_WIDTH + 1)}${labels.join('')}`.trimEnd();
}
