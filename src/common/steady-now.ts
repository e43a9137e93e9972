/** Read at load time: the fake timers of Jest 29 put a function in its place. */
const ORIGIN = performance.timeOrigin;

/**
 * Returns the time in ms since the epoch by a clock that nobody can set while this process lives. Retries go on when the wall clock is
 * set back.
 */
export function steadyNow(): number {
  return ORIGIN + performance.now();
}
