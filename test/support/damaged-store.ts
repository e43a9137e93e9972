import { expect } from 'vitest';
import { eventually } from './eventually.js';
import { CountedHandler, type ObservedDelivery, recordOf } from './observed-delivery.js';

const RECORDS = 30;
const DEAD = ['dead-1', 'dead-2', 'dead-3'].map(recordOf);
const DEATH = { reason: 'failed', handlers: ['H.handle'], attempts: 1, error: 'on purpose' } as const;
const FOR_A_MINUTE_MS = 60_000;

/** What somebody may have made of a stored JSON text. */
export const DAMAGES = [
  '{ not JSON',
  '',
  'null',
  '7',
  '"text"',
  '[]',
  '{}',
  '{"id":"x"}',
  JSON.stringify(recordOf('elsewhere')),
];

/** Puts something into each table of a store, and closes it. */
export async function fill({ delivery }: ObservedDelivery): Promise<void> {
  await Promise.all(Array.from({ length: RECORDS }, async (_, nth) => delivery.accept(recordOf(nth))));
  for (const dead of DEAD) await delivery.deadLetter(dead, DEATH);
  await delivery.shared?.advance('key', { order: 1, value: 'shared' }, FOR_A_MINUTE_MS);
  for (const id of ['a', 'b', 'c']) await delivery.log?.append('log', id, id, FOR_A_MINUTE_MS);
  await delivery.close();
}

/** Uses all that a store offers. One entry of it may be damaged; all others must be as `fill` has left them. */
export async function expectOthersIntact(opened: ObservedDelivery): Promise<void> {
  const { delivery, down, faults } = opened;
  const handler = new CountedHandler();
  delivery.start(handler.handle);
  await eventually(() => handler.calls.size >= RECORDS - 1);
  for (let nth = 0; nth < 5; nth += 1) {
    expect(['accepted', 'duplicate']).toContain(await delivery.accept(recordOf(nth)));
  }
  expect(await delivery.accept(recordOf('new'))).toBe('accepted');
  await eventually(() => handler.calls.has(recordOf('new').id));
  await useDeadLetters(opened);
  await useShared(opened);
  await delivery.close();
  expect(down).toEqual([]);
  expect(new Set(faults).size).toBe(faults.length);
}

async function useDeadLetters({ delivery: { deadLetters } }: ObservedDelivery): Promise<void> {
  const ids = (await deadLetters.list(10)).map(({ record }) => record.id);
  expect(ids.length).toBeGreaterThanOrEqual(DEAD.length - 1);
  // A page is full unless it is the last one.
  const pages: string[] = [];
  for (let page = ids.slice(0, 1); page.length > 0;) {
    pages.push(...page);
    page = (await deadLetters.list(1, page[0])).map(({ record }) => record.id);
  }
  expect(pages).toEqual(ids);
  for (const { id } of DEAD) {
    const found = await deadLetters.find(id);
    if (found !== undefined) expect(found).toMatchObject({ record: { id }, error: DEATH.error });
  }
}

async function useShared({ delivery: { shared, log } }: ObservedDelivery): Promise<void> {
  await shared?.latest('key');
  await shared?.advance('key', { order: 2, value: 'later' }, FOR_A_MINUTE_MS);
  expect(await shared?.latest('key')).toEqual({ order: 2, value: 'later' });
  await log?.append('log', 'd', 'd', FOR_A_MINUTE_MS);
  const page = await log?.read('log');
  // A reader takes a shorter page for the last one.
  expect(page?.values ?? []).toHaveLength(log === undefined ? 0 : 4);
  const intact = page?.values.filter((value) => ['a', 'b', 'c', 'd'].includes(String(value))) ?? [];
  expect(intact.length).toBeGreaterThanOrEqual(3);
  expect(intact).toContain('d');
  expect((await log?.read('log', page?.cursor))?.values).toEqual([]);
}
