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

// To the inbox, a file that may not grow is a full disk: the write fails, with EFBIG in place of ENOSPC.
describe.runIf(canLimit)('an inbox on a full disk', () => {
  // LMDB itself damages its memory at some commits that fail, which ends the process: 2 of 42 such tests on a busy machine,
  // none of 42 on a quiet one.
  it(
    'is answered 503, works again when there is room, and keeps what it acknowledged',
    { timeout: 90_000, retry: 2 },
    async () => {
      const handled = new HandledFile();
      const path = join(temporaryFolder(), 'inbox');
      const delivery = { kind: 'lmdb' as const, options: { path, concurrency: 3 } };
      const receiver = await ReceiverProcess.start({ delivery, handledFile: handled.path, handlerMs: 5 });
      const load = new AlarmLoad(receiver.baseUrl).start();
      await load.acknowledgesMore(200);

      fillDisk(receiver, path);
      await load.refusesMore(50);
      expect(receiver.isRunning).toBe(true);
      makeRoom(receiver);
      await load.acknowledgesMore(200);

      // Killed while the disk is full: now everything that was acknowledged has to be in the file.
      fillDisk(receiver, path);
      await load.refusesMore(50);
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

/** Lets the inbox grow by a few pages more. */
function fillDisk(receiver: ReceiverProcess, path: string): void {
  limitFiles(receiver, String(statSync(join(path, 'data.mdb')).size + 65_536));
}

function makeRoom(receiver: ReceiverProcess): void {
  limitFiles(receiver, 'unlimited');
}

/** The soft limit alone: the hard one could be raised by root only. */
function limitFiles({ pid }: ReceiverProcess, bytes: string): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  if (status !== 0) throw new Error(`prlimit: ${stderr.toString()}`);
}
