import { setTimeout } from 'node:timers/promises';

/** Waits for something, but not for longer than that; tells whether it came in time. */
export async function within(ms: number, awaited: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const timeOut = setTimeout(ms, false, timer).catch(() => false);
  try {
    return await Promise.race([awaited.then(() => true), timeOut]);
  } finally {
    timer.abort();
  }
}
