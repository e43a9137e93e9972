import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { open } from 'lmdb';
import { describe, expect, it, vi } from 'vitest';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import { startProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const inbox = (path = join(temporaryFolder(), 'inbox')) => ({ kind: 'lmdb' as const, options: { path } });

describe('an inbox of two receivers', () => {
  it(
    'serves the one while the other one is stopped, which goes on after that',
    { timeout: 60_000 },
    async () => {
      const handled = new HandledFile();
      const delivery = inbox();
      const start = () => ReceiverProcess.start({ delivery, handledFile: handled.path });
      const [one, other] = await Promise.all([start(), start()]);
      const stopped = new AlarmLoad(one.baseUrl).start();
      await stopped.acknowledgesMore(200);
      await stopBetweenCommits(one.pid, delivery.options.path);
      const load = new AlarmLoad(other.baseUrl, 1_000_000).start();
      try {
        const begun = performance.now();
        await load.acknowledgesMore(1000);
        await delay(Math.max(0, 3000 - (performance.now() - begun)));
        expect(load.statuses).toEqual([200]);
        expect(load.slowest(200)).toBeLessThan(1000);
      } finally {
        process.kill(one.pid, 'SIGCONT');
      }
      await stopped.acknowledgesMore(100);
      await Promise.all([stopped.stop(), load.stop()]);
      await handled.hasAll(stopped, load);
      console.log(handled.summary('lmdb, one of two receivers stopped for 3 s', stopped, load));
    },
  );

  it(
    "answers 503 and says so while another process keeps LMDB's lock, and goes on after that",
    { timeout: 60_000 },
    async () => {
      const { receiver, handled, load, path } = await startUnderLoad();
      const { released } = await holdLock(5000, path);
      await load.refusesMore(4);
      await vi.waitFor(() => expect(receiver.log).toContain('the store is down: it has not answered for'), {
        timeout: 10_000,
      });
      await released;
      await load.acknowledgesMore(100);
      await load.stop();
      expect(load.slowest(503)).toBeLessThan(1500);
      expect(receiver.log).toMatch(/the store can be used again/);
      await handled.hasAll(load);
    },
  );
});

describe('an inbox', () => {
  it(
    "that hangs, because another process keeps LMDB's lock, does not keep `app.close()` waiting",
    { timeout: 60_000 },
    async () => {
      const { receiver, load, path } = await startUnderLoad();
      const { released } = await holdLock(15_000, path);
      await load.refusesMore(4);
      const stopped = receiver.stop();
      await vi.waitFor(() => expect(receiver.log).toContain('the store was not closed within 5000 ms'), {
        timeout: 12_000,
      });
      await load.stop();
      // Node waits for LMDB's thread, which nobody can wake but the one that has the lock.
      await released;
      expect((await stopped).code).toBe(0);
    },
  );

  it(
    'that is deleted causes 503 within a few seconds, and a line in the log',
    { timeout: 60_000 },
    async () => {
      const { receiver, load, path } = await startUnderLoad();
      rmSync(path, { recursive: true });
      await load.refusesMore(20);
      expect(receiver.log).toMatch(/the store is down: .*its directory is gone/);
      const acknowledged = load.acknowledged.size;
      await load.refusesMore(20);
      expect(load.acknowledged.size).toBe(acknowledged);
      await load.stop();
    },
  );

  it(
    'with a record that cannot be read hands over all others, and says so',
    { timeout: 60_000 },
    async () => {
      const handled = new HandledFile();
      const path = join(temporaryFolder(), 'inbox');
      const first = await ReceiverProcess.start({
        delivery: inbox(path),
        handledFile: handled.path,
        handlerMs: 60_000,
      });
      const load = new AlarmLoad(first.baseUrl);
      await load.send(50);
      await first.kill();
      await spoilOneRecord(path);
      const second = await ReceiverProcess.start({ delivery: inbox(path), handledFile: handled.path });
      await vi.waitFor(() => expect(handled.lines).toHaveLength(49), { timeout: 20_000 });
      expect(second.log).toMatch(/the record .* in the inbox .* cannot be read and stays there/);
      expect((await second.stop()).code).toBe(0);
      expect(handled.lines).toHaveLength(49);
    },
  );
});

/** A receiver with an inbox, which has acknowledged something and gets more. */
async function startUnderLoad() {
  const handled = new HandledFile();
  const path = join(temporaryFolder(), 'inbox');
  const receiver = await ReceiverProcess.start({ delivery: inbox(path), handledFile: handled.path });
  const load = new AlarmLoad(receiver.baseUrl).start();
  await load.acknowledgesMore(100);
  return { receiver, handled, load, path };
}

/** LMDB's lock stays with a process that is stopped in a commit, and nobody can take it away: stops one between two. */
async function stopBetweenCommits(pid: number, path: string): Promise<void> {
  const root = open({ path, noSubdir: false, overlappingSync: false });
  const probe = root.openDB<boolean>('probe', {});
  for (;;) {
    process.kill(pid, 'SIGSTOP');
    const written = probe.put('written', true);
    if (await Promise.race([written, delay(300, false)])) break;
    process.kill(pid, 'SIGCONT');
    await written;
  }
  await root.close();
}

/** Takes LMDB's lock in another process. Resolves when that process has it; `released` resolves when the process has ended. */
async function holdLock(ms: number, path: string): Promise<{ released: Promise<unknown> }> {
  const program = `
    import { open } from 'lmdb';
    open({ path: process.argv[1], noSubdir: false }).transactionSync(() => {
      process.send('locked');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});
    });
    process.exit();`;
  const child = startProgram(program, { args: [path] });
  const released = once(child, 'exit');
  await once(child, 'message');
  return { released };
}

async function spoilOneRecord(path: string): Promise<void> {
  const root = open({ path, noSubdir: false });
  const pending = root.openDB<Buffer>('pending', { encoding: 'binary' });
  const keys = [...pending.getKeys({ limit: 25 })];
  await pending.put(keys.at(-1)!, Buffer.from('{ not JSON'));
  await root.close();
}
