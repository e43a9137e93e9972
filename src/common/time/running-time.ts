import { within } from './time-limit.js';

/** A stop of the process costs at most one slice of the time limit. */
const SLICES = 10;

/**
 * Like `within`, but counts only the time in which the process runs. After SIGSTOP, a frozen container or a move of the machine, timers
 * fire before Node reads the answers that have arrived.
 */
export async function withinRunningTime(ms: number, awaited: Promise<unknown>): Promise<boolean> {
  let left = ms;
  do {
    const slice = Math.min(left, Math.max(1, ms / SLICES));
    const startedAt = performance.now();
    const usage = process.cpuUsage();
    if (await within(slice, awaited)) return true;
    const { user, system } = process.cpuUsage(usage);
    // A blocked event loop is late as well, but it uses the processor.
    left -= Math.min(performance.now() - startedAt, slice + (user + system) / 1000);
  } while (left > 0);
  return false;
}
