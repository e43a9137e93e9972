import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { AcceptState } from './acceptor.js';
import { handleAll } from './handle-all.js';
import { hasPostgres, startPostgres, tableBytes } from './postgres-server.js';
import { hasRedis, redisBytes, startRedis } from './redis-server.js';
import { startAcceptor } from './start-acceptor.js';
import { startInbox, type Store } from './store.js';

/** The state of a store at one time. */
export interface InboxRow extends AcceptState {
  delivery: string;
  /** Size of the data file, of the table, or of Redis's memory, in bytes. */
  size: number;
  /** Since the first record. */
  seconds: number;
}

/** A store, and how long it remembers ids: so short that most expire during the run, or so long that none does. */
interface Inbox {
  delivery: string;
  start: () => Promise<Store>;
  dedupeWindowMs: number;
  size: (address: string) => number | Promise<number>;
}

const POSTGRES = { start: startPostgres, size: tableBytes };

const INBOXES: Inbox[] = [
  {
    delivery: 'lmdb, ids for 1 s',
    start: startInbox,
    dedupeWindowMs: 1000,
    size: (path) => statSync(join(path, 'data.mdb')).size,
  },
  ...(hasPostgres()
    ? [
        { ...POSTGRES, delivery: 'PostgreSQL, ids for 1 s', dedupeWindowMs: 1000 },
        { ...POSTGRES, delivery: 'PostgreSQL, ids for 1 h', dedupeWindowMs: 3_600_000 },
      ]
    : []),
  ...(hasRedis()
    ? [
        {
          delivery: 'BullMQ, ids for 1 s',
          start: startRedis,
          dedupeWindowMs: 1000,
          size: redisBytes,
        },
      ]
    : []),
];

/** Sends many records through each store, where few wait at a time. Measures it on the way, and when all are handled. */
export async function measureInboxes(
  callbacks: number,
  progress: (line: string) => void,
): Promise<InboxRow[]> {
  const rows: InboxRow[] = [];
  for (const inbox of INBOXES) rows.push(...(await measureInbox(inbox, callbacks, progress)));
  return rows;
}

async function measureInbox(
  { delivery, start, dedupeWindowMs, size }: Inbox,
  callbacks: number,
  progress: (line: string) => void,
): Promise<InboxRow[]> {
  const store = await start();
  const acceptor = startAcceptor(store, { dedupeWindowMs });
  const startedAt = performance.now();
  const rowOf = async (state: AcceptState): Promise<InboxRow> => ({
    ...state,
    delivery,
    seconds: (performance.now() - startedAt) / 1000,
    size: await size(store.address),
  });
  const stateAt = (total: number) => acceptor.ask({ total, handle: true, collectGarbage: true });
  try {
    const rows: InboxRow[] = [];
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      const total = Math.floor((callbacks * tenth) / 10);
      const row = await rowOf(await stateAt(total));
      progress(`inbox: ${delivery}, ${total} of ${callbacks} records`);
      if ([1, 5, 10].includes(tenth)) rows.push(row);
    }
    await handleAll([acceptor], callbacks);
    rows.push(await rowOf(await stateAt(callbacks)));
    return rows;
  } finally {
    await acceptor.stop();
    await store.remove();
  }
}
