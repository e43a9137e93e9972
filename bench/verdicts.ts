import type { Setup } from './servers/server.js';
import { type Generator, type Measurement, Subject } from './subject.js';

/** How long Chat waits for the verdict on a message of 12 KB. */
export interface VerdictRow {
  setup: Setup;
  rounds: Measurement[];
}

export interface VerdictPlan {
  rounds: number;
  /** In each round, to each server. */
  messages: number;
}

const SETUPS: Setup[] = [
  { server: 'empty-nest', adapter: 'express' },
  { server: 'ours', adapter: 'express' },
  { server: 'empty-nest', adapter: 'fastify' },
  { server: 'ours', adapter: 'fastify' },
];

/** Few connections: what is asked is how long one callback takes, not how many there can be. */
const CONNECTIONS = 4;

/** Sends messages to be decided by a synchronous handler, in turn to each server. */
export async function measureVerdicts(
  { rounds, messages }: VerdictPlan,
  generator: Generator,
): Promise<VerdictRow[]> {
  const subjects = await Promise.all(SETUPS.map((setup) => Subject.start(setup)));
  const rows = subjects.map(({ setup }): VerdictRow => ({ setup, rounds: [] }));
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
