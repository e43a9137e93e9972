import { setTimeout } from 'node:timers/promises';
import type { AcceptState } from './acceptor.js';
import type { Acceptor } from './start-acceptor.js';

/** How long to wait for the next handled record, in ms. */
const HANDLE_TIMEOUT_MS = 10_000;

/**
 * Lets each process accept up to so many records in all, and waits until all are handled.
 *
 * @returns the state of each process
 * @throws Error if records are lost, or handled more than once
 */
export async function handleAll(acceptors: readonly Acceptor[], each: number): Promise<AcceptState[]> {
  const total = each * acceptors.length;
  let before = 0;
  let progressAt = performance.now();
  for (;;) {
    const states = await Promise.all(
      acceptors.map((acceptor) => acceptor.ask({ total: each, handle: true })),
    );
    const handled = states.reduce((sum, state) => sum + state.handled, 0);
    const pending = Math.max(...states.map((state) => state.pending));
    if (handled === total && pending === 0) return states;
    if (handled > before) progressAt = performance.now();
    before = handled;
    if (pending === 0 || performance.now() - progressAt > HANDLE_TIMEOUT_MS) {
      throw new Error(`of ${total} records ${handled} were handled and ${pending} are pending`);
    }
    await setTimeout(20);
  }
}
