/**
 * Returns the time in ms since the epoch by a clock that nobody can set while this process lives. Retries go on when the wall clock is
 * set back.
 */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}
