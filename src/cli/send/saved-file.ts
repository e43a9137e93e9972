import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Time between two looks, in ms. `fs.watch` would lose the file, because many editors replace a file when they save it. */
const POLL_MS = 250;

/** Identifies one saved state of a file; `undefined` while it cannot be read. */
export function versionOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined || stats.size === 0 ? undefined : `${stats.mtimeMs}/${stats.size}`;
}

/** Resolves with the file's version when it differs from `last`. */
export async function nextVersion(file: string, last: string | undefined): Promise<string> {
  for (;;) {
    const version = versionOf(file);
    if (version !== undefined && version !== last) return version;
    await delay(POLL_MS);
  }
}
