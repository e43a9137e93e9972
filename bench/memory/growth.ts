import { type Generator, Subject } from '../subject.js';

/** Memory of a server at one time, in bytes. */
export interface MemoryRow {
  callbacks: number;
  rss: number;
  heapUsed: number;
}

/** Callbacks per load: few enough to end long before their signature expires. */
const SLICE = 20_000;

/** Measures the memory of ours on Express, at the start and after each number of callbacks. */
export async function measureMemory(
  milestones: number[],
  connections: number,
  generator: Generator,
  progress: (line: string) => void,
): Promise<MemoryRow[]> {
  const subject = await Subject.start({ server: 'ours', adapter: 'express' });
  try {
    const rows = [await memoryOf(subject)];
    for (const milestone of milestones) {
      while (subject.sent < milestone) {
        const amount = Math.min(SLICE, milestone - subject.sent);
        await subject.load(generator, connections, { amount });
        progress(`memory: ${subject.sent} of ${milestones.at(-1)} callbacks`);
      }
      await subject.settle();
      rows.push(await memoryOf(subject));
    }
    return rows;
  } finally {
    await subject.stop();
  }
}

async function memoryOf(subject: Subject): Promise<MemoryRow> {
  const { rss, heapUsed } = await subject.state(true);
  return { callbacks: subject.sent, rss, heapUsed };
}
