import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ofStore } from '../faults/fault.js';
import type { StormStore } from './storm-store.js';

const DISK_BYTES = 512 * 1024 * 1024;

/** An inbox of all receivers: where this process may mount disks, on a disk that can be full or hang. */
export function openInbox(receivers: number, folder: string): StormStore {
  const path = join(folder, 'disk');
  mkdirSync(path);
  const isDisk = mount(join(folder, 'image'), path);
  const filler = join(path, 'filler');
  const full = ofStore('full disk', async (forMs) => {
    const { bavail, bsize } = statfsSync(path);
    spawnSync('fallocate', ['--length', String(bavail * bsize), filler]);
    await delay(forMs);
    rmSync(filler, { force: true });
  });
  const frozen = ofStore('frozen disk', async (forMs) => {
    execFileSync('fsfreeze', ['--freeze', path]);
    await delay(forMs);
    execFileSync('fsfreeze', ['--unfreeze', path]);
  });
  const address = { kind: 'lmdb' as const, path: join(path, 'inbox') };
  return {
    addresses: Array.from({ length: receivers }, () => address),
    faults: isDisk ? [full, frozen] : [],
    remove: async () => {
      if (isDisk) execFileSync('umount', ['--lazy', path]);
    },
  };
}

/** Returns whether a disk in a file is mounted at the path. Only root may do that. */
function mount(image: string, path: string): boolean {
  writeFileSync(image, '');
  truncateSync(image, DISK_BYTES);
  return (
    process.platform === 'linux' &&
    spawnSync('mkfs.ext4', ['-q', image]).status === 0 &&
    spawnSync('mount', ['-o', 'loop', image, path]).status === 0
  );
}
