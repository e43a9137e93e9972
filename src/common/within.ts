import { setTimeout } from 'node:timers/promises';

/** Waits for a promise, at most for a time in ms. Returns whether it resolved in time; rejects if it rejected in time. */
export async function within(ms: number, awaited: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const timeOut = setTimeout(ms, false, timer).catch(() => false);
  try {
    return await Promise.race([awaited.then(() => true), timeOut]);
  } finally {
    timer.abort();
  }
}
