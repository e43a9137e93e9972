import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** When the clock is set, and how long there is load, in ms. */
const SET_AFTER_MS = 1500;
const LOAD_MS = 4000;

describe('an inbox of two receivers', () => {
  it.each([
    ['40 s ahead', 40_000],
    ['ten minutes back', -600_000],
  ])('handles everything though the clock of one is put %s', { timeout: 60_000 }, async (how, byMs) => {
    const handled = new HandledFile();
    const path = join(temporaryFolder(), 'inbox');
    const retry = { initialDelayMs: 500, maxDelayMs: 500 };
    const delivery = { kind: 'lmdb' as const, options: { path, retry } };
    const settings = { delivery, handledFile: handled.path, failsAtFirst: true };
    const [one, other] = await Promise.all([
      ReceiverProcess.start({ ...settings, clock: { afterMs: SET_AFTER_MS, byMs } }),
      ReceiverProcess.start(settings),
    ]);
    const loads = [new AlarmLoad(one.baseUrl).start(), new AlarmLoad(other.baseUrl, 1_000_000).start()];
    await delay(LOAD_MS);
    await Promise.all(loads.map((load) => load.stop()));
    await handled.hasAll(...loads);
    console.log(handled.summary(`lmdb, the clock of one of two receivers put ${how}`, ...loads));
  });
});
