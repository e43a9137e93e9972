import type { Row } from './ratio.js';
import type { Setup } from './servers/server.js';
import { type Generator, Subject } from './subject.js';

export interface VerdictPlan {
  rounds: number;
  /** Messages in each round, to each server. */
  messages: number;
}

export const VERDICT_SETUPS: Setup[] = [
  { server: 'empty-nest', adapter: 'express' },
  { server: 'ours', adapter: 'express' },
  { server: 'empty-nest', adapter: 'fastify' },
  { server: 'ours', adapter: 'fastify' },
];

/** Few connections, because the row shows the time for one callback, not the throughput. */
const CONNECTIONS = 4;

/** Sends messages to each server in turn, which a synchronous handler decides on. */
export async function measureVerdicts(
  setups: readonly Setup[],
  { rounds, messages }: VerdictPlan,
  generator: Generator,
): Promise<Row[]> {
  const subjects = await Promise.all(setups.map((setup) => Subject.start(setup)));
  const rows = subjects.map(({ setup }): Row => ({ setup, rounds: [] }));
  try {
    for (let round = -1; round < rounds; round += 1) {
      for (const [nth, subject] of subjects.entries()) {
        const result = await subject.load(generator, CONNECTIONS, { amount: messages }, 'message');
        // The first round is the warm-up.
        if (round >= 0) rows[nth]?.rounds.push(result);
      }
    }
    return rows;
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
  }
}
