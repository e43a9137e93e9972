import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { AcceptState } from './acceptor.js';
import { startAcceptor, type Acceptor } from './start-acceptor.js';
import { startInbox } from './store.js';

/** The inbox at one moment. */
export interface InboxRow extends AcceptState {
  /** Size of the data file, in bytes. */
  fileSize: number;
  /** Since the first record. */
  seconds: number;
}

/** Short, so that most ids are forgotten on the way. */
const DEDUPE_WINDOW_MS = 1000;

/** How long nothing may be handled before that counts as stuck, in ms. */
const PATIENCE_MS = 10_000;

/** Many records through one inbox that is never large: its file after parts of them, and when all is handled. */
export async function measureInbox(callbacks: number, progress: (line: string) => void): Promise<InboxRow[]> {
  const store = await startInbox();
  const acceptor = startAcceptor(store, { dedupeWindowMs: DEDUPE_WINDOW_MS });
  const startedAt = performance.now();
  const now = (state: AcceptState): InboxRow => ({
    ...state,
    fileSize: statSync(join(store.address, 'data.mdb')).size,
    seconds: (performance.now() - startedAt) / 1000,
  });
  try {
    const rows: InboxRow[] = [];
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      const total = Math.floor((callbacks * tenth) / 10);
      const row = now(await acceptor.ask({ total, handle: true }));
      progress(`inbox: ${total} of ${callbacks} records`);
      if ([1, 5, 10].includes(tenth)) rows.push(row);
    }
    rows.push(now(await handledAll(acceptor, callbacks)));
    return rows;
  } finally {
    await acceptor.stop();
    await store.remove();
  }
}

/** @throws Error when records are lost, or handled more than once */
async function handledAll(acceptor: Acceptor, total: number): Promise<AcceptState> {
  let state = await acceptor.ask({ total, handle: true });
  let progressAt = performance.now();
  while (state.pending > 0 && performance.now() - progressAt < PATIENCE_MS) {
    await setTimeout(100);
    const next = await acceptor.ask({ total, handle: true });
    if (next.handled > state.handled) progressAt = performance.now();
    state = next;
  }
  const { handled, pending } = state;
  if (handled === total && pending === 0) return state;
  throw new Error(`of ${total} records ${handled} were handled and ${pending} are pending`);
}
