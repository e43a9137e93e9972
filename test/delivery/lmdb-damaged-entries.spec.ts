import { open, type Database } from 'lmdb';
import { describe, it, onTestFinished } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { DAMAGES, expectOthersIntact, fill } from '../support/damaged-store.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const TABLES = ['pending', 'dead', 'deadBodies', 'ids', 'leases', 'shared', 'running', 'logEntries', 'logs'];
const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ...[...DAMAGES, '{"v":5}', '{"v":5,"record":{"id":"x"}}'].map((text) => [text, text] as const),
  [
    'a progress with a text for a list',
    JSON.stringify({
      v: 5,
      record: recordOf('odd'),
      progress: { attempts: 0, done: [], ended: [], only: 'H.handle' },
    }),
  ],
];

/** A number is a time until which a log is kept: this one is over. */
const isSound = (table: string, text: string) => table === 'logs' && text === '7';

const CASES = TABLES.flatMap((table) =>
  TEXTS.filter(([, text]) => !isSound(table, text)).map(([what, text]) => [table, what, text]),
);

describe('a damaged entry of an inbox', () => {
  it.each(CASES)(
    'of the table %s that is %s stops nothing else',
    async (table = '', _what = '', damage = '') => {
      const path = temporaryFolder();
      await fill(await opened(path));
      await spoil(path, table, damage);
      await expectOthersIntact(await opened(path));
    },
  );

  it.each(DAMAGES)('that is the id of a dead letter, %j, stops nothing else', async (damage) => {
    const path = temporaryFolder();
    await fill(await opened(path));
    const id = recordOf('dead-2').id;
    await spoil(path, 'ids', damage, id);
    await expectOthersIntact(await opened(path));
  });
});

/** Spoils the second entry of a table, or adds one to an empty table. */
async function spoil(path: string, table: string, damage: string, chosen?: string): Promise<void> {
  const root = open({ path, noSubdir: false });
  const useVersions = ['leases', 'ids', 'shared'].includes(table);
  const entries: Database<Buffer> = root.openDB(table, { encoding: 'binary', useVersions });
  const keys = [...entries.getKeys({ limit: 2 })];
  const key = chosen ?? keys.at(-1) ?? (table === 'running' ? ['a partition', 1] : 'a key');
  await entries.put(key, Buffer.from(damage), 1);
  await root.close();
}

function opened(path: string): Promise<ObservedDelivery> {
  return ObservedDelivery.open({ onTestFinished }, lmdbDelivery({ path, drainTimeoutMs: 1000 }));
}
