import assert from 'node:assert/strict';
import type { ContractContext } from './contract-context.js';

const HOUR_MS = 3_600_000;

/** What a delivery lets its processes share, if it is one that does. */
export const sharedStateChecks: Record<string, (context: ContractContext) => Promise<void>> = {
  'shares values, the last of each key in its order': async (context) => {
    const [{ shared }, { shared: other }] = [await context.open(), await context.open()];
    if (shared === undefined || other === undefined) return;
    assert.equal(await shared.latest('a'), undefined);
    await shared.advance('a', { order: 2, value: { used: 7000 } }, HOUR_MS);
    await other.advance('a', { order: 1, value: 'earlier' }, HOUR_MS);
    await other.advance('a', { order: 2, value: 'at the same time' }, HOUR_MS);
    await other.advance('b', { order: 1.5, value: null }, HOUR_MS);
    assert.deepEqual(await other.latest('a'), { order: 2, value: { used: 7000 } });
    assert.deepEqual(await shared.latest('b'), { order: 1.5, value: null });
    await other.advance('a', { order: 1767225600123, value: ['later'] }, HOUR_MS);
    assert.deepEqual(await shared.latest('a'), { order: 1767225600123, value: ['later'] });
  },

  'finds shared values again, if it is durable': async (context) => {
    const first = await context.open();
    await first.shared?.advance('a', { order: 1, value: 'kept' }, HOUR_MS);
    await context.close(first);
    const second = await context.open();
    if (!second.durable || second.shared === undefined) return;
    assert.deepEqual(await second.shared.latest('a'), { order: 1, value: 'kept' });
  },
};
