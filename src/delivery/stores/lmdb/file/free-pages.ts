import { readSync } from 'node:fs';
import type { FileMeta } from './file-meta.js';
import { HEADER_BYTES, Page, ROOT_OF_EMPTY_TABLE } from './file-page.js';

/**
 * Counts free pages of a data file, up to a limit. LMDB lists them in its first table. A page that another process changes meanwhile ends
 * the count.
 */
export function countFreePages(descriptor: number, { pageBytes, roots }: FileMeta, limit: number): number {
  const left = roots.slice(0, 1);
  let count = 0;
  for (let number = left.pop(); number !== undefined && count < limit; number = left.pop()) {
    if (number === ROOT_OF_EMPTY_TABLE) continue;
    const page = new Page(read(number, 1));
    const links = page.linksOf(number);
    if (links === undefined) break;
    left.push(...links.tables);
    for (const list of page.smallValues()) count += lengthOf(list);
    for (const { first, count: pages } of links.values)
      count += lengthOf(read(first, pages).subarray(HEADER_BYTES));
  }
  return count;

  function read(first: number, pages: number): Buffer {
    const bytes = Buffer.alloc(pages * pageBytes);
    readSync(descriptor, bytes, 0, bytes.length, first * pageBytes);
    return bytes;
  }
}

/**
 * Counts the pages of a list. The list begins with its length. A negative number counts consecutive pages, and the first of them follows.
 */
function lengthOf(list: Buffer): number {
  const length = Math.min(Number(list.readBigInt64LE(0)), list.length / 8 - 1);
  let count = 0;
  for (let nth = 1; nth <= length; nth += 1) {
    const entry = Number(list.readBigInt64LE(8 * nth));
    if (entry > 0) count += 1;
    else if (entry < 0) {
      count -= entry;
      nth += 1;
    }
  }
  return count;
}
