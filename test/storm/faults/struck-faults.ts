import { setTimeout as delay } from 'node:timers/promises';
import type { PlannedFault } from './fault-schedule.js';
import type { Fault } from './fault.js';

/** A time in which something was wrong, in ms since the epoch. */
export interface StruckFault {
  readonly name: string;
  /** Index of the receiver; `undefined` for all. */
  readonly receiver: number | undefined;
  readonly from: number;
  readonly to: number;
  /** Whether a handler that is done may be called again because of it. */
  readonly repeats: boolean;
}

/** Plays a schedule. Resolves with what has struck, when all of it is over and the time as well. */
export async function strikeAll(
  faults: readonly Fault[],
  planned: readonly PlannedFault[],
  forMs: number,
): Promise<StruckFault[]> {
  const begun = performance.now();
  const until = (ms: number): Promise<void> => delay(Math.max(0, ms - (performance.now() - begun)));
  const underWay = new Set<string>();
  const struck: StruckFault[] = [];
  const strikes: Promise<void>[] = [];
  for (const plan of planned) {
    await until(plan.atMs);
    const fault = faults.find(({ name }) => name === plan.name);
    if (fault !== undefined) strikes.push(strike(fault, plan, underWay, struck));
  }
  await Promise.all(strikes);
  await until(forMs);
  return struck;
}

/** Passes over a fault that is still under way. All faults of the store exclude each other. */
async function strike(
  fault: Fault,
  plan: PlannedFault,
  underWay: Set<string>,
  struck: StruckFault[],
): Promise<void> {
  const key = fault.ofReceiver ? `${fault.name} ${plan.receiver}` : 'the store';
  if (underWay.has(key)) return;
  underWay.add(key);
  const from = Date.now();
  await fault.strike(plan.receiver, plan.forMs);
  const receiver = fault.ofReceiver ? plan.receiver : undefined;
  const repeats = fault.repeats(plan.forMs);
  struck.push({ name: fault.name, receiver, from, to: Date.now(), repeats });
  underWay.delete(key);
}
