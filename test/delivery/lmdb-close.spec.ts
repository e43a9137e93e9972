import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DeliveryUnavailableError } from '../../src/delivery/port/delivery.js';
import { Environment } from '../../src/delivery/stores/lmdb/environment.js';
import { Gate } from '../support/gate.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function put(environment: Environment, nth: number): Promise<boolean> {
  return environment.written(() =>
    environment.shared.ifNoExists(`key ${nth}`, () => {
      void environment.shared.put(`key ${nth}`, { order: 1, value: nth, until: 0 }, 1);
    }),
  );
}

// LMDB begins a commit in a later turn, and an error there has no caller: it ends the process.
it.each([0, 1, 2, 3, 4])(
  'a write of the %i. turn after a closing began is on the disk or rejected',
  async (turns) => {
    const path = temporaryFolder();
    const environment = new Environment(path, 'default');
    await put(environment, 0);
    const closed = environment.close();
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    const written = await put(environment, 1).catch((error: unknown) => error);
    await closed;
    if (written !== true) expect(written).toBeInstanceOf(DeliveryUnavailableError);
    const again = new Environment(path, 'default');
    expect(again.shared.get('key 1') !== undefined).toBe(written === true);
    await again.close();
  },
);

it('close waits for a write that first checks the room on the disk', async () => {
  const environment = new Environment(temporaryFolder(), 'default');
  const check = new Gate();
  const written = environment.written(async () => {
    await check.pass();
    return environment.shared.put('key', { order: 1, value: 1, until: 0 }, 1);
  });
  const closed = environment.close();
  await nextTurn();
  check.open();
  await expect(written).resolves.toBe(true);
  await closed;
});
