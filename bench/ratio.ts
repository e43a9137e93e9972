import { median } from './median.js';
import type { Setup } from './servers/server.js';
import type { Measurement } from './subject.js';

interface Row {
  setup: Setup;
  rounds: Measurement[];
}

/**
 * One row beside another, round by round: the two were loaded within seconds of each other, whatever the machine did in other
 * rounds. By requests per second, unless something else is asked for.
 */
export function medianRatio(
  row: Row,
  rows: readonly Row[],
  base: Setup,
  of: (measurement: Measurement) => number = ({ requestsPerSecond }) => requestsPerSecond,
): number | undefined {
  const beside = rows.find(({ setup }) => isSame(setup, base));
  if (beside === undefined) return undefined;
  return median(row.rounds.map((measurement, round) => of(measurement) / of(beside.rounds[round]!)));
}

export function isSame(one: Setup, other: Setup): boolean {
  return (
    one.server === other.server &&
    one.adapter === other.adapter &&
    one.delivery === other.delivery &&
    one.extra === other.extra
  );
}
