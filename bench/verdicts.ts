import { median } from './median.js';
import type { Adapter, ServerName } from './servers/server.js';
import { type Generator, type Measurement, Subject } from './subject.js';

/** How long Chat waits for the verdict on a message of 12 KB. */
export interface VerdictRow {
  server: ServerName;
  adapter: Adapter;
  p50Ms: number;
  p99Ms: number;
  requestsPerSecond: number;
}

const SUBJECTS: [ServerName, Adapter][] = [
  ['empty-nest', 'express'],
  ['ours', 'express'],
  ['empty-nest', 'fastify'],
  ['ours', 'fastify'],
];

/** Few connections: what is asked is how long one callback takes, not how many there can be. */
const CONNECTIONS = 4;

/** Sends messages to be decided by a synchronous handler, in turn to each server. */
export async function measureVerdicts(rounds: number, generator: Generator): Promise<VerdictRow[]> {
  const subjects = await Promise.all(SUBJECTS.map(([server, adapter]) => Subject.start(server, adapter)));
  const measured = new Map<Subject, Measurement[]>(subjects.map((subject) => [subject, []]));
  try {
    for (let round = -1; round < rounds; round += 1) {
      for (const subject of subjects) {
        const result = await subject.load(generator, CONNECTIONS, { amount: 5000 }, 'message');
        // The first round is the warm-up.
        if (round >= 0) measured.get(subject)?.push(result);
      }
    }
    return SUBJECTS.map(([server, adapter], nth) => {
      const results = measured.get(subjects[nth]!) ?? [];
      const middle = (of: (result: Measurement) => number) => median(results.map(of));
      return {
        server,
        adapter,
        p50Ms: middle(({ p50Ms }) => p50Ms),
        p99Ms: middle(({ p99Ms }) => p99Ms),
        requestsPerSecond: middle(({ requestsPerSecond }) => requestsPerSecond),
      };
    });
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
  }
}
