import type { ServerName } from '../servers/server.js';
import { type Generator, Subject } from '../subject.js';
import { hasRedis, startRedis } from './redis-server.js';
import { startInbox, type Store } from './store.js';

export interface DeliveryPlan {
  rounds: number;
  seconds: number;
  warmUp: number;
  connections: number;
}

/** What one load did to a server with a certain delivery. */
export interface DeliveryMeasurement {
  requestsPerSecond: number;
  p99Ms: number;
  /** From the first request until the last one that was accepted was handled. */
  handledPerSecond: number;
  /** CPU time of the server for receiving and handling a callback. */
  serverMicros: number;
  /** That of the store, where it is a process of its own. */
  storeMicros: number;
  /** CPU time that other processes used meanwhile, as a share of one core. */
  others: number;
}

export interface DeliveryRow {
  delivery: string;
  rounds: DeliveryMeasurement[];
  sent: number;
  answered: number;
  handled: number;
  /** In bytes, at the end. */
  rss: number;
  heapUsed: number;
}

interface Candidate {
  delivery: string;
  server: ServerName;
  startStore?: () => Promise<Store>;
}

const CANDIDATES: Candidate[] = [
  { delivery: 'in process', server: 'ours' },
  { delivery: 'lmdb', server: 'ours-lmdb', startStore: startInbox },
];

const WITH_REDIS: Candidate[] = [
  { delivery: 'BullMQ, fsync always', server: 'ours-bullmq', startStore: () => startRedis('always') },
  { delivery: 'BullMQ, fsync everysec', server: 'ours-bullmq', startStore: () => startRedis('everysec') },
];

/** Ours on Express with each delivery in turn, round after round from another start, as the servers are compared. */
export async function compareDeliveries(
  plan: DeliveryPlan,
  generator: Generator,
  progress: (line: string) => void,
): Promise<DeliveryRow[]> {
  const candidates = hasRedis() ? [...CANDIDATES, ...WITH_REDIS] : CANDIDATES;
  const running: Running[] = [];
  try {
    for (const candidate of candidates) running.push(await Running.start(candidate));
    progress(`deliveries: warm-up, ${plan.warmUp} requests each`);
    for (const each of running) await each.load(generator, plan.connections, { amount: plan.warmUp });
    for (let round = 0; round < plan.rounds; round += 1) {
      const first = round % running.length;
      for (const each of [...running.slice(first), ...running.slice(0, first)]) {
        const measurement = await each.load(generator, plan.connections, { seconds: plan.seconds });
        each.rounds.push(measurement);
        const speed = Math.round(measurement.requestsPerSecond);
        progress(`deliveries, round ${round + 1} of ${plan.rounds}: ${each.delivery}, ${speed} requests/s`);
      }
    }
    return await Promise.all(running.map((each) => each.row()));
  } finally {
    await Promise.all(running.map((each) => each.stop()));
  }
}

/** A server and the store of its records. */
class Running {
  readonly rounds: DeliveryMeasurement[] = [];

  private constructor(
    readonly delivery: string,
    private readonly subject: Subject,
    private readonly store: Store | undefined,
  ) {}

  static async start({ delivery, server, startStore }: Candidate): Promise<Running> {
    const store = await startStore?.();
    try {
      return new Running(delivery, await Subject.start(server, 'express', store?.address), store);
    } catch (error) {
      await store?.remove();
      throw error;
    }
  }

  /** Ends when all is handled, so that nothing is left to disturb the next. */
  async load(
    generator: Generator,
    connections: number,
    extent: { seconds: number } | { amount: number },
  ): Promise<DeliveryMeasurement> {
    const before = await this.subject.state();
    const storeCpuMs = await this.storeCpuMs();
    const load = await this.subject.load(generator, connections, extent);
    const storeShare = ((await this.storeCpuMs()) - storeCpuMs) / (Date.now() - load.startedAt);
    await this.subject.settle();
    const after = await this.subject.state();
    const handled = (after.handled ?? 0) - (before.handled ?? 0);
    const storeMs = (await this.storeCpuMs()) - storeCpuMs;
    return {
      requestsPerSecond: load.requestsPerSecond,
      p99Ms: load.p99Ms,
      handledPerSecond: (handled * 1000) / (after.lastHandledAt - load.startedAt),
      serverMicros: ((after.cpuMs - before.cpuMs) * 1000) / handled,
      storeMicros: (storeMs * 1000) / handled,
      others: Math.max(0, load.busy.others - storeShare),
    };
  }

  async row(): Promise<DeliveryRow> {
    const { sent, answered } = this.subject;
    const handled = (await this.subject.settle()) ?? 0;
    const { rss, heapUsed } = await this.subject.state(true);
    return { delivery: this.delivery, rounds: this.rounds, sent, answered, handled, rss, heapUsed };
  }

  private async storeCpuMs(): Promise<number> {
    return (await this.store?.cpuMs()) ?? 0;
  }

  async stop(): Promise<void> {
    await this.subject.stop();
    await this.store?.remove();
  }
}
