import { open, type Database } from 'lmdb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const RECORDS = 30;
const DEATH = { reason: 'failed', handlers: ['H.handle'], attempts: 1, error: 'on purpose' } as const;

const TABLES = ['pending', 'dead', 'deadBodies', 'ids', 'leases', 'shared', 'running'];
const DAMAGES: readonly (readonly [what: string, text: string])[] = [
  ...['{ not JSON', 'null', '7', '"text"', '[]', '{}', '{"v":5}', '{"v":5,"record":{"id":"x"}}'].map(
    (text) => [text, text] as const,
  ),
  [
    'a progress with a text for a list',
    JSON.stringify({
      v: 5,
      record: recordOf('odd'),
      progress: { attempts: 0, done: [], ended: [], only: 'H.handle' },
    }),
  ],
];

describe('a damaged entry of an inbox', () => {
  it.each(TABLES.flatMap((table) => DAMAGES.map(([what, text]) => [table, what, text])))(
    'of the table %s that is %s stops nothing else',
    async (table = '', _what = '', damage = '') => {
      const path = temporaryFolder();
      await fill(path);
      await spoil(path, table, damage);
      await handlesTheOthers(path);
    },
  );
});

async function fill(path: string): Promise<void> {
  const { delivery } = await opened(path);
  await Promise.all(Array.from({ length: RECORDS }, async (_, nth) => delivery.accept(recordOf(nth))));
  for (const id of ['dead 1', 'dead 2']) await delivery.deadLetter(recordOf(id), DEATH);
  await delivery.shared?.advance('key', { order: 1, value: 'shared' }, 60_000);
  await delivery.close();
}

/** Spoils the second entry of a table, or adds one to an empty table. */
async function spoil(path: string, table: string, damage: string): Promise<void> {
  const root = open({ path, noSubdir: false });
  const useVersions = ['leases', 'ids', 'shared'].includes(table);
  const entries: Database<Buffer> = root.openDB(table, { encoding: 'binary', useVersions });
  const keys = [...entries.getKeys({ limit: 2 })];
  const key = keys.at(-1) ?? (table === 'running' ? ['a partition', 1] : 'a key');
  await entries.put(key, Buffer.from(damage), 1);
  await root.close();
}

async function handlesTheOthers(path: string): Promise<void> {
  const { delivery, down } = await opened(path);
  const handler = new CountedHandler();
  delivery.start(handler.handle);
  await eventually(() => handler.calls.size >= RECORDS - 1);
  for (let nth = 0; nth < 5; nth += 1) {
    expect(['accepted', 'duplicate']).toContain(await delivery.accept(recordOf(nth)));
  }
  expect(await delivery.accept(recordOf('new'))).toBe('accepted');
  await eventually(() => handler.calls.has(recordOf('new').id));
  const letters = await delivery.deadLetters.list(10);
  for (const { record } of letters) await delivery.deadLetters.find(record.id);
  expect(letters.length).toBeGreaterThanOrEqual(1);
  await delivery.shared?.advance('key', { order: 2, value: 'later' }, 60_000);
  expect(await delivery.shared?.latest('key')).toEqual({ order: 2, value: 'later' });
  await delivery.close();
  expect(down).toEqual([]);
}

function opened(path: string): Promise<ObservedDelivery> {
  return ObservedDelivery.open({ onTestFinished }, lmdbDelivery({ path, drainTimeoutMs: 1000 }));
}
