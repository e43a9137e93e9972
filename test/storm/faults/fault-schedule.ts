import { seededRandom } from '../../simulation/seeded-random.js';

/** A fault, at a time after the start of a storm. */
export interface PlannedFault {
  /** Place in the whole schedule of the seed. */
  readonly index: number;
  readonly atMs: number;
  readonly name: string;
  /** Index of the receiver that is struck, if it is a fault of receivers. */
  readonly receiver: number;
  readonly forMs: number;
}

/** Faults in the first half of each minute. The second half shows what recovers by itself. */
const [MINUTE_MS, STORMY_MS] = [60_000, 30_000];

/** Draws the faults of a storm from its seed. One in eight takes long. */
export function faultSchedule(names: readonly string[], minutes: number, seed: number): PlannedFault[] {
  const random = seededRandom(seed);
  const faults: PlannedFault[] = [];
  for (let atMs = 2000; atMs < minutes * MINUTE_MS; atMs += 500 + random() * 6000) {
    const name = names[Math.floor(random() * names.length)] ?? '';
    const receiver = Math.floor(random() * 2);
    const forMs = Math.round(300 + random() * (random() < 1 / 8 ? 15_000 : 4000));
    if (atMs % MINUTE_MS > STORMY_MS) continue;
    faults.push({ index: faults.length, atMs: Math.round(atMs), name, receiver, forMs });
  }
  return faults;
}

export function describe({ index, atMs, name, receiver, forMs }: PlannedFault): string {
  return `${index}: after ${(atMs / 1000).toFixed(1)} s ${name}, receiver ${receiver}, ${forMs} ms`;
}
