import { Subject } from '../subject.js';
import { hasRedis, startRedis } from './redis-server.js';
import { startAcceptor } from './start-acceptor.js';
import { startInbox, type Store } from './store.js';

/** What a process that was killed left, handled by the next one. */
export interface RecoveryRow {
  delivery: string;
  pending: number;
  /** From the start of the next process, in ms. */
  firstMs: number;
  lastMs: number;
  /** In bytes, when all is handled. */
  rss: number;
}

/** Fills a store, kills the process that did, and has an app on Express handle what is there. */
export async function measureRecovery(
  pending: number,
  progress: (line: string) => void,
): Promise<RecoveryRow[]> {
  const rows = [await recover('lmdb', startInbox, pending, progress)];
  if (hasRedis()) {
    rows.push(await recover('BullMQ, fsync always', () => startRedis('always'), pending, progress));
  }
  return rows;
}

async function recover(
  delivery: string,
  startStore: () => Promise<Store>,
  pending: number,
  progress: (line: string) => void,
): Promise<RecoveryRow> {
  const store = await startStore();
  try {
    progress(`recovery: ${delivery}, ${pending} records are accepted and left`);
    await fill(store, pending);
    const subject = await Subject.start(
      { server: 'ours', adapter: 'express', delivery: store.durable },
      store,
    );
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
