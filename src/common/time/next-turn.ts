/** Taken at load time: a test that fakes timers must not stop deliveries. */
const immediate = setImmediate;

/** Runs work in another turn of the event loop. */
export function inNextTurn<Args extends unknown[]>(work: (...args: Args) => void, ...args: Args): void {
  immediate(work, ...args);
}

/** Resolves in another turn of the event loop, so that requests are served in between. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => immediate(resolve));
}
