import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a condition is true. It may throw until then. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  timeout = 15_000,
): Promise<void> {
  const end = performance.now() + timeout;
  for (;;) {
    const outcome = await attempt(condition);
    if (outcome === true) return;
    if (performance.now() > end) {
      throw new Error(`this did not become true: ${String(condition)}`, { cause: outcome });
    }
    await delay(10);
  }
}

/** Returns the outcome of a condition, or what it has thrown. */
async function attempt(condition: () => boolean | Promise<boolean>): Promise<unknown> {
  try {
    return await condition();
  } catch (error) {
    return error;
  }
}
