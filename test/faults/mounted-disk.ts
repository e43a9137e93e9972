import { execFileSync } from 'node:child_process';
import { statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Whether this process may mount disks. The tests that need one are skipped otherwise. */
export const canMount = mayMount();
if (!canMount)
  console.warn('\n*** only root may mount disks: tests of full and frozen disks are SKIPPED ***\n');

/** A small disk of its own, until the test ends. */
export class MountedDisk {
  private constructor(readonly path: string) {}

  /** Mounts a disk in memory. */
  static inMemory(megabytes: number): MountedDisk {
    return MountedDisk.mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs');
  }

  /** Mounts an ext4 disk in a file, which can be frozen. */
  static ext4(megabytes: number): MountedDisk {
    const image = join(temporaryFolder(), 'image');
    writeFileSync(image, '');
    truncateSync(image, megabytes * 1024 * 1024);
    execFileSync('mkfs.ext4', ['-q', image]);
    return MountedDisk.mount('-o', 'loop', image);
  }

  private static mount(...what: string[]): MountedDisk {
    const path = temporaryFolder();
    execFileSync('mount', [...what, path]);
    onTestFinished(() => {
      execFileSync('umount', ['--lazy', path]);
    });
    return new MountedDisk(path);
  }

  /** Fills the disk to its last byte. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.path);
    try {
      writeFileSync(join(this.path, 'filler'), Buffer.alloc(bavail * bsize));
    } catch {
      // Other files have taken the rest meanwhile.
    }
  }

  makeRoom(): void {
    writeFileSync(join(this.path, 'filler'), '');
  }

  /** Blocks every write until `thaw`. */
  freeze(): void {
    execFileSync('fsfreeze', ['--freeze', this.path]);
  }

  thaw(): void {
    execFileSync('fsfreeze', ['--unfreeze', this.path]);
  }
}

function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
