/**
 * The time in ms since the epoch, by a clock that nobody sets while this process lives: when the wall clock is put back,
 * retries go on.
 */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}
