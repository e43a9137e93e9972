import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { AcceptState } from './acceptor.js';
import { startAcceptor, type Acceptor } from './start-acceptor.js';
import { startInbox } from './store.js';

/** The state of the inbox at one time. */
export interface InboxRow extends AcceptState {
  /** Size of the data file, in bytes. */
  fileSize: number;
  /** Since the first record. */
  seconds: number;
}

/** Short, so that most ids expire during the run. */
const DEDUPE_WINDOW_MS = 1000;

/** How long to wait for the next handled record, in ms. */
const HANDLE_TIMEOUT_MS = 10_000;

/** Sends many records through one inbox that always stays small. Measures it on the way, and when all are handled. */
export async function measureInbox(callbacks: number, progress: (line: string) => void): Promise<InboxRow[]> {
  const store = await startInbox();
  const acceptor = startAcceptor(store, { dedupeWindowMs: DEDUPE_WINDOW_MS });
  const startedAt = performance.now();
  const rowOf = (state: AcceptState): InboxRow => ({
    ...state,
    fileSize: statSync(join(store.address, 'data.mdb')).size,
    seconds: (performance.now() - startedAt) / 1000,
  });
  try {
    const rows: InboxRow[] = [];
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      const total = Math.floor((callbacks * tenth) / 10);
      const row = rowOf(await acceptor.ask({ total, handle: true }));
      progress(`inbox: ${total} of ${callbacks} records`);
      if ([1, 5, 10].includes(tenth)) rows.push(row);
    }
    rows.push(rowOf(await handledAll(acceptor, callbacks)));
    return rows;
  } finally {
    await acceptor.stop();
    await store.remove();
  }
}

/** @throws Error if records are lost, or handled more than once */
async function handledAll(acceptor: Acceptor, total: number): Promise<AcceptState> {
  let state = await acceptor.ask({ total, handle: true });
  let progressAt = performance.now();
  while (state.pending > 0 && performance.now() - progressAt < HANDLE_TIMEOUT_MS) {
    await setTimeout(100);
    const next = await acceptor.ask({ total, handle: true });
    if (next.handled > state.handled) progressAt = performance.now();
    state = next;
  }
  const { handled, pending } = state;
  if (handled === total && pending === 0) return state;
  throw new Error(`of ${total} records ${handled} were handled and ${pending} are pending`);
}
