import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const RECORDS = 400;

/** Starts two worker threads. */
const PROGRAM = `
  import { Worker } from 'node:worker_threads';
  const [path, calls, records] = process.argv.slice(1);
  const start = (nth) => new Worker(process.env.THREAD, { eval: true, execArgv: [], workerData: { nth, path, calls, records } });
  const ended = [1, 2].map((nth) => new Promise((resolve) => start(nth).once('exit', resolve)));
  process.exit(Math.max(...(await Promise.all(ended))));`;

/** A delivery of a thread, which notes its calls. */
const THREAD = `
  const { appendFileSync } = require('node:fs');
  const { setTimeout: wait } = require('node:timers/promises');
  const { workerData } = require('node:worker_threads');
  const { Lifecycle } = require('nestjs-tencent-chat-webhook');
  const { lmdbDelivery } = require('nestjs-tencent-chat-webhook/lmdb');
  const { nth, path, calls, records } = workerData;
  const lifecycle = { app: {}, report: (step, { message = '' }) => step === 'fault' && console.error(message), isObserved: () => false };
  void (async () => {
    const delivery = await lmdbDelivery({ path, concurrency: 4 })({ registration: 'default', lifecycle });
    const call = async (id) => {
      appendFileSync(calls, id + '\\n');
      await wait(20);
    };
    delivery.start(({ id }) => [{ id: 'h', call: () => call(id) }]);
    const command = 'Group.CallbackOnDailyGroupQuotaAlarm';
    for (let each = 0; each < Number(records); each += 1) {
      const id = nth + '/' + each;
      await delivery.accept({ id, registration: 'default', command, sdkAppId: 1, receivedAt: Date.now(), body: {} });
    }
    while ((await delivery.stats()).pending > 0) await wait(50);
    await delivery.close();
  })();`;

it(
  'two worker threads of one process share an inbox, and handle each callback once',
  { timeout: 60_000 },
  async () => {
    const path = temporaryFolder();
    const calls = join(temporaryFolder(), 'calls');
    const child = startProgram(PROGRAM, { args: [path, calls, String(RECORDS)], env: { THREAD } });
    expect(await once(child, 'exit')).toEqual([0, null]);
    const handled = readFileSync(calls, 'utf8').split('\n').slice(0, -1);
    expect(new Set(handled).size).toBe(2 * RECORDS);
    expect(handled).toHaveLength(2 * RECORDS);
  },
);
