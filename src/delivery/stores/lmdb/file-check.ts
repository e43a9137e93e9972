import { closeSync, openSync, readSync, fstatSync } from 'node:fs';

/** LMDB's mark in its first two pages, after the page's header. */
const MAGIC = 0xbeefc0de;

const MIN_BYTES = 8192;

/**
 * Checks a data file before LMDB opens it, because some damaged files make LMDB end the process.
 *
 * @throws Error for a file that is no data file of LMDB
 */
export function assertSound(file: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return; // There is none yet, or LMDB itself says why it cannot be opened.
  }
  try {
    const { size } = fstatSync(descriptor);
    if (size === 0) return;
    const head = Buffer.alloc(MIN_BYTES);
    readSync(descriptor, head, 0, MIN_BYTES, 0);
    const marked = [16, 24].some((offset) => head.readUInt32LE(offset) === MAGIC);
    if (size >= MIN_BYTES && marked) return;
  } finally {
    closeSync(descriptor);
  }
  throw new Error('data.mdb is damaged, or no file of LMDB');
}
