import { closeSync, openSync, readSync, fstatSync } from 'node:fs';

/** Where LMDB's mark stands in its first two pages, behind the page's own header. */
const MAGIC = 0xbeefc0de;

const LEAST_BYTES = 8192;

/**
 * Looks at a data file before LMDB does, which ends the process at some damaged ones.
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
    const head = Buffer.alloc(LEAST_BYTES);
    readSync(descriptor, head, 0, LEAST_BYTES, 0);
    const marked = [16, 24].some((offset) => head.readUInt32LE(offset) === MAGIC);
    if (size >= LEAST_BYTES && marked) return;
  } finally {
    closeSync(descriptor);
  }
  throw new Error('data.mdb is damaged, or no file of LMDB');
}
