import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepsThePromise } from './keeps-the-promise.js';
import { ReceiverProcess } from './receiver-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('lmdbDelivery', () => {
  keepsThePromise('lmdb', (options) => ({
    kind: 'lmdb',
    options: { path: join(temporaryFolder(), 'inbox'), ...options },
  }));

  it('refuses to start with a file where its folder should be', async () => {
    const path = join(temporaryFolder(), 'inbox');
    writeFileSync(path, 'not a folder');
    await expect(start(path)).rejects.toThrow(/ended \(1\).*delivery\.path/s);
  });

  // Nothing is forbidden to root.
  it.skipIf(process.getuid?.() === 0)('refuses to start where it may not write', async () => {
    await expect(start('/faults-inbox')).rejects.toThrow(/ended \(1\).*delivery\.path/s);
  });
});

function start(path: string): Promise<ReceiverProcess> {
  const handledFile = join(temporaryFolder(), 'handled');
  return ReceiverProcess.start({ delivery: { kind: 'lmdb', options: { path } }, handledFile });
}
