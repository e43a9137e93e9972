import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Polled, because many editors replace a file when they save it, and a watched one is then gone. */
const POLL_MS = 250;

/** Identifies one saved state of a file; `undefined` if it cannot be read at the moment. */
export function versionOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined || stats.size === 0 ? undefined : `${stats.mtimeMs}/${stats.size}`;
}

/** Resolves with the file's version when it is another than `last`. */
export async function nextVersion(file: string, last: string | undefined): Promise<string> {
  for (;;) {
    const version = versionOf(file);
    if (version !== undefined && version !== last) return version;
    await delay(POLL_MS);
  }
}
