import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Measures how long work keeps the event loop from its next turn. Counts the time that this thread has the processor, because a busy
 * machine makes each turn longer by its own measure.
 *
 * @returns the longest turn in ms
 */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let before = processorMs();
  const timer = setInterval(() => {
    const now = processorMs();
    longest = Math.max(longest, now - before);
    before = now;
  }, 1);
  await work();
  // So that the last turn counts.
  await delay(10);
  clearInterval(timer);
  return longest;
}

/** Time that this thread has had the processor, in ms. */
function processorMs(): number {
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
}
