import { hasRedis } from './deliveries/redis-server.js';
import { type Adapter, EXTRA_NAMES, type Setup } from './servers/server.js';
import { type Generator, type Measurement, Subject } from './subject.js';

export interface ThroughputPlan {
  rounds: number;
  seconds: number;
  /** Requests to each server before anything is measured: as many as the compiler needs to see, not as long. */
  warmUp: number;
  connections: number;
  /** How many loads may be repeated in all, because other processes kept the machine busy meanwhile. */
  repeats: number;
}

/** All rounds of one server, and what became of its callbacks. */
export interface ThroughputRow {
  setup: Setup;
  rounds: Measurement[];
  sent: number;
  answered: number;
  handled: number | null;
  /** In bytes, at the end. */
  rss: number;
}

/** Share of a core beyond which the others have spoilt a load: server and generator need one each. */
const DISTURBED = 0.2;

const ADAPTERS: Adapter[] = ['express', 'fastify'];

/** The rows: what there is to be had, and ours with each delivery. Extras go behind them. */
function setups(): Setup[] {
  const all: Setup[] = [
    { server: 'raw-http' },
    ...ADAPTERS.flatMap((adapter): Setup[] => [
      { server: 'empty-nest', adapter },
      { server: 'naive-nest', adapter },
      { server: 'ours', adapter, delivery: 'in process' },
      { server: 'ours', adapter, delivery: 'lmdb' },
      { server: 'ours', adapter, delivery: 'BullMQ' },
    ]),
    ...EXTRA_NAMES.map((extra): Setup => ({
      server: 'ours',
      adapter: 'fastify',
      delivery: 'in process',
      extra,
    })),
  ];
  return hasRedis() ? all : all.filter(({ delivery }) => delivery !== 'BullMQ');
}

/**
 * Loads every server in turn, round after round. Turn by turn and not server by server, each round from another
 * start: what slows the machine down for a while then slows all of them.
 */
export async function measureThroughput(
  plan: ThroughputPlan,
  generator: Generator,
  progress: (line: string) => void,
): Promise<ThroughputRow[]> {
  if (!hasRedis()) progress('*** redis-server is not installed: everything with BullMQ is LEFT OUT ***');
  const started = await Promise.allSettled(setups().map((setup) => Subject.start(setup)));
  const subjects = started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  try {
    const failure = started.find((start) => start.status === 'rejected');
    if (failure) throw failure.reason;
    progress(`warm-up, ${plan.warmUp} requests each`);
    for (const subject of subjects) {
      await subject.load(generator, plan.connections, { amount: plan.warmUp });
    }
    let repeats = plan.repeats;
    const measure = async (subject: Subject): Promise<Measurement> => {
      const measurement = await subject.load(generator, plan.connections, { seconds: plan.seconds });
      if (measurement.busy.others <= DISTURBED || repeats === 0) return measurement;
      repeats -= 1;
      progress(`${subject.name} was disturbed by other processes, once more`);
      return measure(subject);
    };
    const measured = new Map<Subject, Measurement[]>(subjects.map((subject) => [subject, []]));
    for (let round = 0; round < plan.rounds; round += 1) {
      const first = round % subjects.length;
      for (const subject of [...subjects.slice(first), ...subjects.slice(0, first)]) {
        const measurement = await measure(subject);
        measured.get(subject)?.push(measurement);
        const speed = Math.round(measurement.requestsPerSecond);
        progress(`round ${round + 1} of ${plan.rounds}: ${subject.name}, ${speed} requests/s`);
      }
    }
    const rows: ThroughputRow[] = [];
    for (const [subject, rounds] of measured) {
      const handled = await subject.settle();
      const { rss } = await subject.state(true);
      const { setup, sent, answered } = subject;
      rows.push({ setup, rounds, sent, answered, handled, rss });
    }
    return rows;
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
  }
}
