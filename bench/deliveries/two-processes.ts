import type { AcceptState } from './acceptor.js';
import type { Durable } from './durable.js';
import { handleAll } from './handle-all.js';
import { startAcceptor } from './start-acceptor.js';
import { installedStores, START_STORE } from './stores.js';

/** What so many processes on one store get done, without HTTP. */
export interface ProcessesRow {
  delivery: string;
  processes: number;
  /** Accepted and handled, by all of them. */
  recordsPerSecond: number;
  /** CPU time per record, in µs: of all processes, and of the store's own. */
  micros: number;
  storeMicros: number;
  /** The share of the machine's cores that all of this used: near 1, the machine is the limit, otherwise waiting is. */
  coresUsed: number;
}

/** Records that a process accepts before the measurement. */
const WARM_UP = 5000;

/** Lets one process, and then two, accept and handle records on one store. */
export async function measureProcesses(
  records: number,
  cores: number,
  progress: (line: string) => void,
): Promise<ProcessesRow[]> {
  const rows: ProcessesRow[] = [];
  for (const delivery of installedStores()) {
    for (const processes of [1, 2]) {
      progress(`processes: ${processes} on ${delivery}, ${records} records`);
      rows.push(await measure(delivery, processes, records, cores));
    }
  }
  return rows;
}

async function measure(
  delivery: Durable,
  processes: number,
  records: number,
  cores: number,
): Promise<ProcessesRow> {
  const store = await START_STORE[delivery]();
  const acceptors = Array.from({ length: processes }, () => startAcceptor(store));
  try {
    const cpuBefore = cpuMsOf(await handleAll(acceptors, WARM_UP));
    const storeBefore = await store.cpuMs();
    const startedAt = performance.now();
    const each = WARM_UP + Math.ceil(records / processes);
    const cpuMs = cpuMsOf(await handleAll(acceptors, each)) - cpuBefore;
    const ms = performance.now() - startedAt;
    const all = processes * (each - WARM_UP);
    const storeMs = (await store.cpuMs()) - storeBefore;
    return {
      delivery,
      processes,
      recordsPerSecond: (all * 1000) / ms,
      micros: (cpuMs * 1000) / all,
      storeMicros: (storeMs * 1000) / all,
      coresUsed: (cpuMs + storeMs) / ms / cores,
    };
  } finally {
    await Promise.all(acceptors.map((acceptor) => acceptor.stop()));
    await store.remove();
  }
}

function cpuMsOf(states: readonly AcceptState[]): number {
  return states.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}
