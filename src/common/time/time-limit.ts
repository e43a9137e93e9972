/**
 * Settles like a promise, or rejects if that takes too long.
 *
 * @param ms time limit, in ms
 * @param late makes the error for the caller
 */
export function inTime<Result>(ms: number, awaited: Promise<Result>, late: () => Error): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    // `finally` would make two more promises for every callback of a durable delivery.
    awaited.then(resolve, reject).then(() => clearTimeout(timer), reject);
  });
}

/** Waits for a promise, at most for a time in ms. Returns whether it resolved in time; rejects if it rejected in time. */
export async function within(ms: number, awaited: Promise<unknown>): Promise<boolean> {
  const late = new Error('late');
  try {
    await inTime(ms, awaited, () => late);
    return true;
  } catch (error) {
    if (error === late) return false;
    throw error;
  }
}
