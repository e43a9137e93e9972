import { setTimeout } from 'node:timers/promises';
import { Child } from './child-process.js';
import type { Callback, Extent, LoadOrder, LoadResult } from './load.js';
import { machineCpuMs } from './machine.js';
import type { ServerQuestion, ServerState } from './serve.js';
import type { Adapter, ServerName } from './servers/server.js';

export type Generator = Child<LoadOrder, LoadResult>;

export function startGenerator(): Generator {
  return new Child('the load generator', new URL('load.js', import.meta.url));
}

/** What a load did to a server. */
export interface Measurement {
  /** In ms since the epoch. */
  startedAt: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU time that the server used for a request, all threads together: hardly moved by what else is running. */
  cpuMicrosPerRequest: number;
  /** CPU time of each side as a share of one core; whichever is near 1 was the limit. */
  busy: { server: number; generator: number; others: number };
}

/** How long nothing may be handled before that counts as the end, in ms. */
const PATIENCE_MS = 10_000;

/** A server under test, with the count of what it was sent and what became of it. */
export class Subject {
  sent = 0;
  answered = 0;

  private constructor(
    readonly server: ServerName,
    /** `null` for a server that needs none. */
    readonly adapter: Adapter | null,
    private readonly process: Child<ServerQuestion, ServerState>,
    private readonly port: number,
  ) {}

  static async start(server: ServerName, adapter: Adapter | null, store?: string): Promise<Subject> {
    const name = adapter === null ? server : `${server} on ${adapter}`;
    const args = [server, adapter, store].filter((arg) => typeof arg === 'string');
    const child = new Child<ServerQuestion, ServerState>(name, new URL('serve.js', import.meta.url), args, [
      '--expose-gc',
    ]);
    const { port } = await child.ask({ collectGarbage: false });
    return new Subject(server, adapter, child, port);
  }

  get name(): string {
    return this.adapter === null ? this.server : `${this.server} on ${this.adapter}`;
  }

  /** @throws Error when an answer was not OK */
  async load(
    generator: Generator,
    connections: number,
    extent: Extent,
    callback: Callback = 'alarm',
  ): Promise<Measurement> {
    const before = { ...(await this.state()), machineCpuMs: machineCpuMs() };
    const result = await generator
      .ask({ port: this.port, callback, connections, extent })
      .catch((cause: unknown) => {
        throw new Error(`${this.name} did not answer as it should`, { cause });
      });
    const machineMs = machineCpuMs() - before.machineCpuMs;
    const serverMs = (await this.state()).cpuMs - before.cpuMs;
    const wholeMs = result.seconds * 1000;
    this.sent += result.sent;
    this.answered += result.answered;
    return {
      startedAt: result.startedAt,
      requestsPerSecond: result.answered / result.seconds,
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      cpuMicrosPerRequest: (serverMs * 1000) / result.answered,
      busy: {
        server: serverMs / wholeMs,
        generator: result.cpuMs / wholeMs,
        others: Math.max(0, machineMs - serverMs - result.cpuMs) / wholeMs,
      },
    };
  }

  /** What its store has from before counts as sent and answered. */
  expect(callbacks: number): void {
    this.sent += callbacks;
    this.answered += callbacks;
  }

  /**
   * Waits until everything that was answered has been handled.
   *
   * @returns how many were handled, `null` for a server that emits no event
   * @throws Error when that goes on no more, or when more was handled than sent
   */
  async settle(): Promise<number | null> {
    let before = -1;
    let progressAt = performance.now();
    for (;;) {
      const { handled } = await this.state();
      if (handled === null || (handled >= this.answered && handled <= this.sent)) return handled;
      if (handled > before) progressAt = performance.now();
      before = handled;
      if (handled > this.sent || performance.now() - progressAt > PATIENCE_MS) {
        throw new Error(
          `${this.name} handled ${handled} callbacks of ${this.answered} answered and ${this.sent} sent`,
        );
      }
      await setTimeout(100);
    }
  }

  state(collectGarbage = false): Promise<ServerState> {
    return this.process.ask({ collectGarbage });
  }

  stop(): Promise<void> {
    return this.process.stop();
  }
}
