import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** The program that limits, from outside, how long the files of a process may become. On Linux only. */
const canLimit = spawnSync('prlimit', ['--version']).status === 0;
if (!canLimit) console.warn('\n*** there is no prlimit here: the tests of a full disk are SKIPPED ***\n');

/** Makes the inbox grow by a megabyte with fifty alarms that wait. */
const NOTE = 'x'.repeat(20_000);

function startReceiver() {
  const handled = new HandledFile();
  const path = join(temporaryFolder(), 'inbox');
  const delivery = { kind: 'lmdb' as const, options: { path, concurrency: 3 } };
  return { handled, path, start: { delivery, handledFile: handled.path, handlerMs: 60 } };
}

// To the inbox, a file that may not grow is a full disk: the write fails, with EFBIG in place of ENOSPC.
describe.runIf(canLimit)('an inbox on a full disk', () => {
  it(
    'is answered 503, works again when there is room, and keeps what it acknowledged',
    { timeout: 90_000 },
    async () => {
      const { handled, path, start } = startReceiver();
      const receiver = await ReceiverProcess.start(start);
      const load = new AlarmLoad(receiver.baseUrl, 1, NOTE).start();
      await load.acknowledgesMore(200);

      limitFile(receiver, path, 1);
      await load.refusesMore(50);
      expect(receiver.isRunning).toBe(true);
      limitFile(receiver, path, Infinity);
      await load.acknowledgesMore(200);

      // Killed while the disk is full: now everything that was acknowledged has to be in the file.
      limitFile(receiver, path, 1);
      await load.refusesMore(50);
      // LMDB prints this at each commit that fails. Each may end the process.
      expect(receiver.log).not.toContain('Write error');
      await receiver.kill();
      await receiver.restart();
      await load.acknowledgesMore(100);
      await load.stop();
      await handled.hasAll(load);
      expect(load.statuses).toEqual([200, 503]);
      expect(load.slowest(503)).toBeLessThan(1500);
      console.log(handled.summary(`lmdb, full disk (${load.took(503).length} × 503)`, load));
    },
  );
});

describe.runIf(canLimit)('an inbox whose pages cannot be written', () => {
  it('loses nothing, even if that ends the process', { timeout: 90_000 }, async () => {
    const { handled, path, start } = startReceiver();
    const receiver = await ReceiverProcess.start(start);
    const load = new AlarmLoad(receiver.baseUrl).start();
    await load.acknowledgesMore(200);
    limitFile(receiver, path, 0.01);
    await load.refusesMore(10);
    await receiver.kill();
    await receiver.restart();
    await load.acknowledgesMore(100);
    await load.stop();
    await handled.hasAll(load);
    console.log(handled.summary('lmdb, pages that cannot be written', load));
  });
});

/** Limits the inbox to a part of its present length. */
function limitFile({ pid }: ReceiverProcess, path: string, part: number): void {
  const bytes = part === Infinity ? 'unlimited' : Math.ceil(statSync(join(path, 'data.mdb')).size * part);
  // The soft limit alone: the hard one could be raised by root only.
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  if (status !== 0) throw new Error(`prlimit: ${stderr.toString()}`);
}
