import { watchFile } from 'node:fs';

/** Polled, because many editors replace a file when they save it, and a watched one is then gone. */
const POLL_MS = 250;

/**
 * Calls `act` after each change of the file, one call at a time. Never resolves; rejects when `act` does.
 */
export function whenSaved(file: string, act: () => Promise<void>): Promise<never> {
  return new Promise((_resolve, reject) => {
    let last = Promise.resolve();
    watchFile(file, { interval: POLL_MS }, (now, before) => {
      if (now.mtimeMs === before.mtimeMs || now.size === 0) return;
      last = last.then(act);
      last.catch(reject);
    });
  });
}
