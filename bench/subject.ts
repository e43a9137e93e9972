import { setTimeout } from 'node:timers/promises';
import { Child } from './child-process.js';
import type { Store } from './deliveries/store.js';
import { START_STORE } from './deliveries/stores.js';
import type { Callback } from './load/callbacks.js';
import type { Percentiles } from './load/latencies.js';
import type { Extent, LoadOrder, LoadResult } from './load/order.js';
import { machineCpuMs } from './machine.js';
import type { ServerQuestion, ServerState } from './serve.js';
import { type Setup, setupName } from './servers/server.js';

export type Generator = Child<LoadOrder, LoadResult>;

export function startGenerator(): Generator {
  return new Child('the load generator', 'load/generator.js');
}

/** What a load did to a server. */
export interface Measurement extends Percentiles {
  requestsPerSecond: number;
  /** Requests that did not get OK: only a load at a fixed rate may have any. */
  refused: number;
  /** From the first request until the last callback was handled; 0 for a server that emits no event. */
  handledPerSecond: number;
  /** CPU time for receiving and handling one callback, in µs. Other processes hardly change it. */
  micros: {
    /** `null` if the system does not report it. */
    mainThread: number | null;
    /** All threads together. */
    process: number;
    /** The process of the store; 0 for a store without one. */
    store: number;
  };
  /** CPU time of each side as a share of one core, while the load ran. The side that is near 1 was the limit. */
  busy: { server: number; generator: number; others: number };
}

/** How long {@link Subject.settle} waits for the next handled callback, in ms: what a killed process held waits for the end of its lease. */
const SETTLE_TIMEOUT_MS = 30_000;

/** A server under test, with the counts of its requests and answers. */
export class Subject {
  sent = 0;
  answered = 0;

  private constructor(
    readonly setup: Setup,
    private readonly process: Child<ServerQuestion, ServerState>,
    private readonly port: number,
    private readonly store: Store | undefined,
    private readonly ownStore: Store | undefined,
  ) {}

  /** @param given the store of its records; a new one by default, which {@link stop} removes */
  static async start(setup: Setup, given?: Store): Promise<Subject> {
    const { delivery = 'in process' } = setup;
    const own = given || delivery === 'in process' ? undefined : await START_STORE[delivery]();
    const store = given ?? own;
    const child = new Child<ServerQuestion, ServerState>(setupName(setup), 'serve.js', {
      args: [JSON.stringify(setup), store?.address ?? ''],
      nodeOptions: ['--expose-gc'],
      checkout: setup.checkout,
    });
    try {
      const { port } = await child.ask({ collectGarbage: false });
      return new Subject(setup, child, port, store, own);
    } catch (error) {
      await child.stop();
      await own?.remove();
      throw error;
    }
  }

  get name(): string {
    return setupName(this.setup);
  }

  /**
   * Loads the server, and waits until it has handled all callbacks, so that they do not disturb the next load.
   *
   * @throws Error if an answer was not OK
   */
  async load(
    generator: Generator,
    connections: number,
    extent: Extent,
    callback: Callback = 'alarm',
  ): Promise<Measurement> {
    const before = await this.state();
    const storeBefore = await this.storeCpuMs();
    const machineBefore = machineCpuMs();
    const result = await generator
      .ask({ port: this.port, callback, connections, extent })
      .catch((cause: unknown) => {
        throw new Error(`${this.name} failed under load`, { cause });
      });
    const machineMs = machineCpuMs() - machineBefore;
    const serverMs = (await this.state()).cpuMs - before.cpuMs;
    const storeMs = (await this.storeCpuMs()) - storeBefore;
    // A message gets a verdict and is not delivered.
    if (callback !== 'message') {
      this.sent += result.sent;
      this.answered += result.answered;
      await this.settle();
    }
    const after = await this.state();
    const handled = (after.handled ?? 0) - (before.handled ?? 0);
    const wholeMs = result.seconds * 1000;
    const micros = (ms: number) => (ms * 1000) / result.answered;
    return {
      requestsPerSecond: result.answered / result.seconds,
      handledPerSecond: handled === 0 ? 0 : (handled * 1000) / (after.lastHandledAt - result.startedAt),
      refused: result.refused,
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      p999Ms: result.p999Ms,
      micros: {
        mainThread:
          after.mainThreadMs === null ? null : micros(after.mainThreadMs - (before.mainThreadMs ?? 0)),
        process: micros(after.cpuMs - before.cpuMs),
        store: micros((await this.storeCpuMs()) - storeBefore),
      },
      busy: {
        server: serverMs / wholeMs,
        generator: result.cpuMs / wholeMs,
        others: Math.max(0, machineMs - serverMs - storeMs - result.cpuMs) / wholeMs,
      },
    };
  }

  /** Counts the callbacks that an earlier process has left in the store as sent and answered. */
  expect(callbacks: number): void {
    this.sent += callbacks;
    this.answered += callbacks;
  }

  /**
   * Waits until all answered callbacks are handled.
   *
   * @returns how many were handled; `null` for a server that emits no event
   * @throws Error if no callback is handled for 30 seconds, or more are handled than were sent
   */
  async settle(): Promise<number | null> {
    let before = -1;
    let progressAt = performance.now();
    for (;;) {
      const { handled } = await this.state();
      if (handled === null || (handled >= this.answered && handled <= this.sent)) return handled;
      if (handled > before) progressAt = performance.now();
      before = handled;
      if (handled > this.sent || performance.now() - progressAt > SETTLE_TIMEOUT_MS) {
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

  async stop(): Promise<void> {
    await this.process.stop();
    await this.ownStore?.remove();
  }

  private async storeCpuMs(): Promise<number> {
    return (await this.store?.cpuMs()) ?? 0;
  }
}
