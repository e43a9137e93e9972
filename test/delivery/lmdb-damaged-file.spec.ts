import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { startProgram } from '../support/program.js';

const PAGE = 4096;

/** Opens an inbox, claims all that it holds, and adds a record. Prints why if it cannot. */
const PROGRAM = `
  import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
  const [path, count] = process.argv.slice(1);
  const lifecycle = { app: {}, report: () => {}, isObserved: () => false };
  try {
    const delivery = await lmdbDelivery({ path })({ registration: 'default', lifecycle });
    const command = 'Group.CallbackOnDailyGroupQuotaAlarm';
    const record = (nth, bytes) => ({ id: 'id ' + nth, registration: 'default', command, sdkAppId: 1, receivedAt: 1, body: { text: 'x'.repeat(bytes) } });
    await Promise.all(Array.from({ length: Number(count) }, (_, nth) => delivery.accept(record(Date.now() + '/' + nth, nth % 7 ? 200 : 9000))));
    if (count === '1') {
      delivery.start(async () => ({ done: ['h'], failures: [] }));
      for (let look = 0; look < 100 && (await delivery.stats()).pending > 0; look += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await delivery.close();
    process.send('opened');
  } catch (error) {
    process.send(error.message);
  }
  process.exit(0);`;

async function opens(path: string, count: number): Promise<string> {
  const child = startProgram(PROGRAM, {
    args: [path, String(count)],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const [how, signal] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  return String(signal ?? how);
}

describe('an inbox whose data.mdb is damaged', () => {
  const folder = mkdtempSync(join(tmpdir(), 'damaged-'));
  const sound = join(folder, 'sound');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('opens if it is sound', async () => {
    expect(await opens(sound, 2000)).toBe('opened');
    expect(await opens(copy('copy'), 1)).toBe('opened');
  });

  it.each([0.25, 0.5, 0.75, 0.95])('does not open if only %d of it is left, and says why', async (part) => {
    const path = copy(`part ${part}`);
    const file = join(path, 'data.mdb');
    truncateSync(file, Math.floor((statSync(file).size * part) / PAGE) * PAGE);
    expect(await opens(path, 1)).toMatch(
      /data\.mdb is damaged \(it ends before its page \d+\); move the directory away/,
    );
  });

  it.each([0.1, 0.3, 0.5, 0.7, 0.9])(
    'does not end the process if it is zero from %d on, in a tenth of it',
    async (from) => {
      const path = copy(`zero ${from}`);
      const file = join(path, 'data.mdb');
      const { size } = statSync(file);
      const zeros = Buffer.alloc(Math.floor(size / 10));
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, zeros, 0, zeros.length, Math.floor((size * from) / PAGE) * PAGE);
      closeSync(descriptor);
      expect(await opens(path, 1)).toMatch(
        /data\.mdb is damaged \(its page \d+ is damaged\); move the directory away|^opened$/,
      );
    },
  );

  it('does not open if it is no file of LMDB', async () => {
    const path = copy('text');
    writeFileSync(join(path, 'data.mdb'), 'text '.repeat(5000));
    expect(await opens(path, 1)).toMatch(/data\.mdb is damaged \(it is no file of LMDB\)/);
  });

  /** Copies the sound inbox without the zeros at the end of its file, which no entry needs. */
  function copy(name: string): string {
    const path = join(folder, name);
    mkdirSync(path);
    const bytes = readFileSync(join(sound, 'data.mdb'));
    let used = bytes.length;
    while (bytes[used - 1] === 0) used -= 1;
    writeFileSync(join(path, 'data.mdb'), bytes.subarray(0, Math.ceil(used / PAGE) * PAGE));
    return path;
  }
});
