import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DamagedFileError, readFileMeta, type FileMeta } from './file-meta.js';
import { Page, ROOT_OF_EMPTY_TABLE } from './file-page.js';

/** How often a file is read again if another process changes it meanwhile. */
const MAX_READS = 5;

/**
 * Reads the pages of a data file before LMDB maps it, because damaged or missing pages make LMDB end the process. Skips large values: they
 * have their own pages, and the JSON parser finds damage in them.
 *
 * @throws DamagedFileError
 */
export function assertSound(file: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return; // There is none yet, or LMDB itself says why it cannot be opened.
  }
  try {
    if (fstatSync(descriptor).size === 0) return;
    for (let nth = 0; nth < MAX_READS; nth += 1) {
      const meta = readFileMeta(descriptor);
      if (meta === undefined) return;
      const fault = faultOf(descriptor, meta);
      if (fault === undefined) return;
      // Otherwise another process has written meanwhile, and may have used the page for something else.
      if (readFileMeta(descriptor)?.transaction === meta.transaction) throw new DamagedFileError(fault);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Walks all tables. Returns what is wrong with the first page that LMDB could not use. */
function faultOf(descriptor: number, { pageBytes, roots }: FileMeta): string | undefined {
  const pages = Math.floor(fstatSync(descriptor).size / pageBytes);
  const left = [...roots];
  const bytes = Buffer.alloc(pageBytes);
  for (let number = left.pop(); number !== undefined; number = left.pop()) {
    if (number === ROOT_OF_EMPTY_TABLE) continue;
    if (number >= pages) return `it ends before its page ${number}`;
    readSync(descriptor, bytes, 0, pageBytes, number * pageBytes);
    const links = new Page(bytes).linksOf(number);
    if (links === undefined) return `its page ${number} is damaged`;
    const missing = links.values.find(({ first, count }) => first + count > pages);
    if (missing !== undefined) return `it ends before its page ${missing.first}`;
    left.push(...links.tables);
  }
  return undefined;
}
