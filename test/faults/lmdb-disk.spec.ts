import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { signedRequest } from '../support/create-test-app.js';
import { eventually } from '../support/eventually.js';
import { Gate } from '../support/gate.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { send } from '../support/send.js';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { canMount, MountedDisk } from './mounted-disk.js';
import { ReceiverProcess } from './receiver-process.js';

async function startOn(disk: MountedDisk, handlerMs: number) {
  const handled = new HandledFile();
  const delivery = {
    kind: 'lmdb' as const,
    options: { path: join(disk.path, 'inbox'), concurrency: 3, retry: { initialDelayMs: 100 } },
  };
  const receiver = await ReceiverProcess.start({ delivery, handledFile: handled.path, handlerMs });
  return { handled, receiver, load: new AlarmLoad(receiver.baseUrl) };
}

describe.runIf(canMount)('an inbox with a backlog', () => {
  it(
    'on a full disk whose file has free pages lives on, and keeps what it acknowledged',
    { timeout: 90_000 },
    async () => {
      const disk = MountedDisk.inMemory(24);
      const { handled, receiver, load } = await startOn(disk, 2);
      await load.send(600);
      await handled.hasAll(load);
      await receiver.kill();
      disk.fill();

      // Pages of handled callbacks are free, so the inbox can still be written.
      const second = await receiver.restart();
      const more = new AlarmLoad(second.baseUrl, 10_000).start();
      await more.acknowledgesMore(1);
      await delay(8000);
      expect(second.isRunning, second.log).toBe(true);
      // LMDB prints this at each commit that fails. Each may end the process.
      expect(second.log).not.toContain('Write error');
      disk.makeRoom();
      await more.acknowledgesMore(100);
      await more.stop();
      await handled.hasAll(load, more);
      expect(second.isRunning).toBe(true);
      console.log(handled.summary('lmdb, full disk with free pages', load, more));
    },
  );

  it('that fills its own disk is handled, and takes callbacks again', { timeout: 90_000 }, async () => {
    const disk = MountedDisk.inMemory(16);
    const { handled, receiver } = await startOn(disk, 30);
    const load = new AlarmLoad(receiver.baseUrl, 1, 'x'.repeat(30_000)).start();
    await load.refusesMore(30);
    await load.stop();
    await handled.hasAll(load);
    await receiver.kill();
    disk.fill();
    const second = await receiver.restart();
    // What was handled has left room in the file.
    const more = new AlarmLoad(second.baseUrl, 10_000, 'x'.repeat(30_000)).start();
    await more.acknowledgesMore(100);
    await more.stop();
    await handled.hasAll(load, more);
    expect(`${receiver.log} ${second.log}`).not.toContain('Write error');
    console.log(handled.summary('lmdb, disk filled by the inbox', load, more));
  });

  it(
    'on a full disk records what a thousand handlers that end together have done',
    { timeout: 90_000 },
    async (test) => {
      const disk = MountedDisk.inMemory(96);
      const path = join(disk.path, 'inbox');
      const opened = await ObservedDelivery.open(test, lmdbDelivery({ path, concurrency: 1000 }));
      const gate = new Gate();
      let hangs = false;
      const handler = new CountedHandler(async () => (hangs ? gate.pass() : undefined));
      opened.delivery.start(handler.handle);
      let accepted = 0;
      const acceptAnother = async () => {
        // Each id is on another page.
        await opened.delivery.accept(recordOf(randomUUID()));
        accepted += 1;
      };
      for (let turn = 0; turn < 400; turn += 1) await Promise.all(Array.from({ length: 50 }, acceptAnother));
      await eventually(() => opened.completed.length === accepted);

      hangs = true;
      for (let turn = 0; turn < 12; turn += 1) await Promise.all(Array.from({ length: 50 }, acceptAnother));
      disk.fill();
      const refusals: unknown[] = [];
      while (refusals.length < 20) await acceptAnother().catch((error: unknown) => refusals.push(error));
      gate.open();
      await eventually(() => opened.completed.length === accepted);
      expect(handler.repeated).toEqual([]);
    },
  );

  it('on a frozen disk lets the app answer what needs no disk', { timeout: 90_000 }, async () => {
    const disk = MountedDisk.ext4(64);
    const { handled, receiver, load } = await startOn(disk, 60);
    load.start();
    await load.acknowledgesMore(250);
    disk.freeze();
    let frozen = true;
    const thaw = () => {
      if (frozen) disk.thaw();
      frozen = false;
    };
    onTestFinished(thaw);
    const slowest = await slowestOf(6000, () => forged(receiver.baseUrl));
    const before = await slowestOf(1000, () => beforeCreate(receiver.baseUrl));
    thaw();
    expect({ slowest, before }).toMatchObject({
      slowest: expect.toSatisfy((ms: number) => ms < 500),
      before: expect.toSatisfy((ms: number) => ms < 500),
    });
    await load.acknowledgesMore(100);
    await load.stop();
    await handled.hasAll(load);
    console.log(handled.summary('lmdb, disk frozen for 7 s', load));
  });
});

/** Sends a request every 50 ms for a time, and returns how long the slowest answer took, in ms. */
async function slowestOf(forMs: number, request: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + forMs;
  let slowest = 0;
  while (performance.now() < end) {
    const sent = performance.now();
    await Promise.race([request(), delay(5000)]);
    slowest = Math.max(slowest, performance.now() - sent);
    await delay(50);
  }
  return slowest;
}

async function forged(baseUrl: string): Promise<void> {
  const { url, headers, body } = signedRequest({ token: 'forged' });
  const { status } = await send(baseUrl + url, { headers, body: JSON.stringify(body) });
  expect(status).toBe(401);
}

async function beforeCreate(baseUrl: string): Promise<void> {
  const { url, headers, body } = signedRequest({ command: 'Group.CallbackBeforeCreateGroup' });
  const { status } = await send(baseUrl + url, { headers, body: JSON.stringify(body) });
  expect(status).toBe(200);
}
