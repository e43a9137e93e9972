/** Read at load time: the fake timers of Jest 29 put a function in its place. */
const ORIGIN = performance.timeOrigin;

/**
 * Returns the time in ms since the epoch by a clock that nobody can set while this process lives. Retries go on when the wall clock is
 * set back.
 */
export function steadyNow(): number {
  return ORIGIN + performance.now();
}

/**
 * Returns the ms of a timer that fires at `at` (ms since the epoch, by this clock) or later. Node cuts the fraction off a timer's ms
 * and off the time at which it starts, so that a timer may fire up to 2 ms early.
 */
export function timerMsUntil(at: number): number {
  return Math.max(0, Math.ceil(at - steadyNow()) + 1);
}
