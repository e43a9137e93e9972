/**
 * A server under test in a process of its own: `node --expose-gc serve.js <setup> <store>`.
 */
import { answerQuestions } from './child-process.js';
import { mainThreadCpuMs } from './main-thread.js';
import type { ServerName, Setup, StartServer } from './servers/server.js';

/** What to do before the state is told. */
export interface ServerQuestion {
  /** Full garbage collections first, so that `heapUsed` is what is really held. */
  collectGarbage: boolean;
}

export interface ServerState {
  port: number;
  /** When the process was started, in ms since the epoch. */
  startedAt: number;
  /** Callbacks that reached the listener of the event; `null` for a server that emits none. */
  handled: number | null;
  /** When the first and the last of them did, in ms since the epoch; 0 before there is one. */
  firstHandledAt: number;
  lastHandledAt: number;
  /** CPU time so far, in ms: of the process with all its threads, and of its main thread. */
  cpuMs: number;
  mainThreadMs: number | null;
  /** In bytes. */
  rss: number;
  /** In bytes. */
  heapUsed: number;
}

/** Loaded when chosen: what another server needs must not lie in this one's memory. */
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
    // Twice: what the first run finalises is freed by the second.
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
