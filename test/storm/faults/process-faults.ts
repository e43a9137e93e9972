import { setTimeout as delay } from 'node:timers/promises';
import type { SupervisedReceiver } from '../supervised-receiver.js';
import { harmless, severe, type Fault } from './fault.js';

/** The shortest lease of a delivery, in ms. A process that hangs for as long may lose its callbacks to another one. */
const LEASE_MS = 10_000;

/** How far a clock is set, in ms for each ms that the fault takes: up to ten minutes. */
const CLOCK_FACTOR = 120;

/** What may happen to the process of a receiver. */
export function processFaults(receivers: readonly SupervisedReceiver[], durable: boolean): Fault[] {
  const of = (nth: number): SupervisedReceiver | undefined => receivers[nth];
  const faults = [
    harmless('terminate', async (nth) => of(nth)?.end('SIGTERM')),
    {
      ...harmless('freeze', async (nth, forMs) => {
        of(nth)?.signal('SIGSTOP');
        await delay(forMs);
        of(nth)?.signal('SIGCONT');
      }),
      repeats: (forMs: number) => forMs > LEASE_MS - 4000,
    },
    harmless('clock ahead', async (nth, forMs) => {
      of(nth)?.order({ kind: 'clock', byMs: forMs * CLOCK_FACTOR });
      await delay(forMs);
      of(nth)?.order({ kind: 'clock', byMs: 0 });
    }),
    harmless('clock back', async (nth, forMs) => {
      of(nth)?.order({ kind: 'clock', byMs: -forMs * CLOCK_FACTOR });
      await delay(forMs);
      of(nth)?.order({ kind: 'clock', byMs: 0 });
    }),
  ];
  // In memory a receiver loses what it holds when it is killed.
  return durable ? [severe('kill', async (nth) => of(nth)?.end('SIGKILL')), ...faults] : faults;
}
