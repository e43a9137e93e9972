import { installedStores } from './deliveries/stores.js';
import { ADAPTERS, type DeliveryName, EXTRA_NAMES, type Setup, setupName } from './servers/server.js';
import { type Generator, type Measurement, Subject } from './subject.js';

export interface ThroughputPlan {
  /** Only servers whose name contains this. */
  rows: string;
  rounds: number;
  seconds: number;
  /** Requests to each server before the first measured load, so that the compiler has finished its work. */
  warmUp: number;
  connections: number;
  /** How many loads may be repeated in all because other processes disturbed them. */
  repeats: number;
}

/** All rounds of one server, and the counts of its callbacks. */
export interface ThroughputRow {
  setup: Setup;
  rounds: Measurement[];
  sent: number;
  answered: number;
  handled: number | null;
  /** The maximum at the end of a round, in bytes. */
  rss: number;
}

/** Requests before each load that do not count: a server is slower at first after another one was loaded, above all Redis. */
const LEAD_IN = 2000;

/** A load is repeated if other processes use more than this share of a core: server and generator need one core each. */
const MAX_OTHERS = 0.2;

/** The rows: the lower bounds, receivers written by hand, and ours, with each delivery. */
export function setups(): Setup[] {
  const all: Setup[] = [
    { server: 'raw-http' },
    ...ADAPTERS.flatMap((adapter): Setup[] => [
      { server: 'empty-nest', adapter },
      { server: 'naive-nest', adapter },
      { server: 'naive-nest', adapter, delivery: 'lmdb' },
      { server: 'naive-nest', adapter, delivery: 'PostgreSQL' },
      { server: 'naive-nest', adapter, delivery: 'BullMQ' },
      { server: 'ours', adapter, delivery: 'in process' },
      ...(adapter === 'fastify' ? extras({ server: 'ours', adapter, delivery: 'in process' }) : []),
      { server: 'ours', adapter, delivery: 'lmdb' },
      { server: 'ours', adapter, delivery: 'PostgreSQL' },
      { server: 'ours', adapter, delivery: 'BullMQ' },
    ]),
  ];
  const installed: DeliveryName[] = ['in process', ...installedStores()];
  return all.filter(({ delivery = 'in process' }) => installed.includes(delivery));
}

/** Follow the row that they are compared with, because a machine's speed changes over time. */
function extras(base: Setup): Setup[] {
  return EXTRA_NAMES.map((extra) => ({ ...base, extra }));
}

/**
 * Loads every server in turn, round after round, each round beginning with another one: a slow phase of the machine then slows
 * all of them. Each round restarts the servers: of two processes with the same code one may be slower by a sixth, and stays so.
 */
export async function measureThroughput(
  compared: readonly Setup[],
  plan: ThroughputPlan,
  generator: Generator,
  progress: (line: string) => void,
): Promise<ThroughputRow[]> {
  const installed = installedStores();
  if (!installed.includes('BullMQ')) {
    progress('*** redis-server is not installed: all rows with BullMQ are SKIPPED ***');
  }
  if (!installed.includes('PostgreSQL')) {
    progress('*** postgresql is not installed: all rows with it are SKIPPED ***');
  }
  const repeats = { left: plan.repeats };
  const rows = compared
    .filter((setup) => setupName(setup).includes(plan.rows))
    .map((setup): ThroughputRow => ({ setup, rounds: [], sent: 0, answered: 0, handled: null, rss: 0 }));
  if (rows.length === 0) throw new RangeError(`--rows: no server's name contains "${plan.rows}"`);
  for (let round = 0; round < plan.rounds; round += 1) {
    progress(
      `round ${round + 1} of ${plan.rounds}: start the servers, and warm up with ${plan.warmUp} requests each`,
    );
    const first = round % rows.length;
    await measureRound([...rows.slice(first), ...rows.slice(0, first)], plan, repeats, generator, progress);
  }
  return rows;
}

/** Adds a round to the rows. */
async function measureRound(
  rows: readonly ThroughputRow[],
  plan: ThroughputPlan,
  repeats: { left: number },
  generator: Generator,
  progress: (line: string) => void,
): Promise<void> {
  const started = await Promise.allSettled(rows.map(({ setup }) => Subject.start(setup)));
  const subjects = started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  try {
    const failure = started.find((start) => start.status === 'rejected');
    if (failure) throw failure.reason;
    for (const subject of subjects) {
      await subject.load(generator, plan.connections, { amount: plan.warmUp });
    }
    const measure = async (subject: Subject): Promise<Measurement> => {
      await subject.load(generator, plan.connections, { amount: LEAD_IN });
      const measurement = await subject.load(generator, plan.connections, { seconds: plan.seconds });
      if (measurement.busy.others <= MAX_OTHERS || repeats.left === 0) return measurement;
      repeats.left -= 1;
      progress(`${subject.name} was disturbed by other processes; repeating`);
      return measure(subject);
    };
    for (const [nth, subject] of subjects.entries()) {
      const measurement = await measure(subject);
      progress(`${subject.name}: ${Math.round(measurement.requestsPerSecond)} requests/s`);
      const handled = await subject.settle();
      const { rss } = await subject.state(true);
      const row = rows[nth];
      if (row === undefined) continue;
      row.rounds.push(measurement);
      row.sent += subject.sent;
      row.answered += subject.answered;
      if (handled !== null) row.handled = (row.handled ?? 0) + handled;
      row.rss = Math.max(row.rss, rss);
    }
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
  }
}
