/** Runs a server under test in a separate process: `node --expose-gc serve.js <setup> <store>`. */
import { answerQuestions } from './child-process.js';
import { mainThreadCpuMs } from './main-thread.js';
import type { ServerName, Setup, StartServer } from './servers/server.js';

/** What to do before the server reports its state. */
export interface ServerQuestion {
  /** Runs full garbage collections first, so that `heapUsed` has no garbage in it. */
  collectGarbage: boolean;
}

export interface ServerState {
  port: number;
  /** When the process was started, in ms since the epoch. */
  startedAt: number;
  /** Callbacks that reached the event's listener; `null` for a server that emits no event. */
  handled: number | null;
  /** When the first and the last callback did, in ms since the epoch; 0 before the first one. */
  firstHandledAt: number;
  lastHandledAt: number;
  /** CPU time so far, in ms: of all threads, and of the main thread. */
  cpuMs: number;
  mainThreadMs: number | null;
  /** In bytes. */
  rss: number;
  /** In bytes. */
  heapUsed: number;
}

/** Modules are imported when their server is chosen, so that they take no memory in another one. */
const SERVERS: Record<ServerName, () => Promise<StartServer>> = {
  'raw-http': async () => (await import('./servers/raw-http.js')).startRawHttp,
  'empty-nest': async () => (await import('./servers/empty-nest.js')).startEmptyNest,
  'naive-nest': async () => (await import('./servers/naive-nest.js')).startNaiveNest,
  ours: async () => (await import('./servers/ours.js')).startOurs,
};

const [json, store] = process.argv.slice(2) as [string, string];
const setup = JSON.parse(json) as Setup;
const starting = SERVERS[setup.server]().then((start) => start(setup, store));

answerQuestions(async ({ collectGarbage }: ServerQuestion): Promise<ServerState> => {
  const { port, handled } = await starting;
  if (collectGarbage) {
    if (gc === undefined) throw new Error('run with --expose-gc');
    // The second run frees what the first one has finalised.
    gc();
    gc();
  }
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    port,
    startedAt: performance.timeOrigin,
    handled: handled?.count ?? null,
    firstHandledAt: handled?.firstAt ?? 0,
    lastHandledAt: handled?.lastAt ?? 0,
    cpuMs: (user + system) / 1000,
    mainThreadMs: mainThreadCpuMs(),
    rss,
    heapUsed,
  };
});
