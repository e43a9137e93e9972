import { Subject } from '../subject.js';
import type { Durable } from './durable.js';
import { startAcceptor } from './start-acceptor.js';
import type { Store } from './store.js';
import { installedStores, START_STORE } from './stores.js';

/** How one delivery handles the records that a killed process has left behind. */
export interface RecoveryRow {
  delivery: string;
  pending: number;
  /** From the start of the next process, in ms. */
  firstMs: number;
  lastMs: number;
  /** In bytes, when all records are handled. */
  rss: number;
}

/** Fills a store, kills the process that filled it, and starts an app on Express that handles the records. */
export async function measureRecovery(
  pending: number,
  progress: (line: string) => void,
): Promise<RecoveryRow[]> {
  const rows: RecoveryRow[] = [];
  for (const durable of installedStores()) rows.push(await recover(durable, pending, progress));
  return rows;
}

async function recover(
  delivery: Durable,
  pending: number,
  progress: (line: string) => void,
): Promise<RecoveryRow> {
  const store = await START_STORE[delivery]();
  try {
    progress(`recovery: ${delivery}, ${pending} records are accepted and left behind`);
    await fill(store, pending);
    const subject = await Subject.start({ server: 'ours', adapter: 'express', delivery }, store);
    try {
      subject.expect(pending);
      await subject.settle();
      const { startedAt, firstHandledAt, lastHandledAt, rss } = await subject.state();
      return {
        delivery,
        pending,
        firstMs: firstHandledAt - startedAt,
        lastMs: lastHandledAt - startedAt,
        rss,
      };
    } finally {
      await subject.stop();
    }
  } finally {
    await store.remove();
  }
}

async function fill(store: Store, pending: number): Promise<void> {
  const acceptor = startAcceptor(store);
  try {
    const state = await acceptor.ask({ total: pending, handle: false });
    if (state.pending !== pending) throw new Error(`${state.pending} of ${pending} records are in the store`);
  } finally {
    await acceptor.stop('SIGKILL');
  }
}
