import { median } from './median.js';
import type { Setup } from './servers/server.js';
import type { Measurement } from './subject.js';

/** A server, and its measurements round by round. */
export interface Row {
  setup: Setup;
  rounds: Measurement[];
}

/**
 * Returns the median of a row's ratios to another row, round by round: the two were loaded within seconds of each other.
 * Compares requests per second by default. `undefined` if the other row is missing.
 */
export function medianRatio(
  row: Row,
  rows: readonly Row[],
  other: Setup,
  valueOf: (measurement: Measurement) => number = ({ requestsPerSecond }) => requestsPerSecond,
): number | undefined {
  const otherRow = rows.find(({ setup }) => isSame(setup, other));
  if (otherRow === undefined) return undefined;
  return median(
    row.rounds.map((measurement, round) => valueOf(measurement) / valueOf(otherRow.rounds[round]!)),
  );
}

/** The speed by CPU time of the main thread, which other processes hardly change; `NaN` if the system does not report it. */
export function callbacksPerMicro({ micros }: Measurement): number {
  return 1 / (micros.mainThread ?? NaN);
}

export function isSame(one: Setup, other: Setup): boolean {
  return (
    one.server === other.server &&
    one.adapter === other.adapter &&
    one.delivery === other.delivery &&
    one.extra === other.extra &&
    one.checkout === other.checkout
  );
}
