import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { expect, it, onTestFinished } from 'vitest';
import { readFileMeta } from '../../src/delivery/stores/lmdb/file/file-meta.js';
import { countFreePages } from '../../src/delivery/stores/lmdb/file/free-pages.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Pages {
  treeBranchPageCount: number;
  treeLeafPageCount: number;
  overflowPages: number;
}

/** Pages that LMDB itself counts as used: of its two main tables, of one with entries, and the first two. */
type Stats = Pages & { root: Pages; free: Pages; lastPageNumber: number };

it('counts the pages of a data file that are free again', async () => {
  const path = join(temporaryFolder(), 'inbox');
  const root = open({ path, noSubdir: false, overlappingSync: false });
  onTestFinished(() => root.close());
  const table = root.openDB<string, string>('pending', {});
  const texts = Array.from({ length: 2000 }, (_, nth) => 'x'.repeat(nth % 5 === 0 ? 20_000 : 600));
  await Promise.all(texts.map((text, nth) => table.put(`key ${nth}`, text)));
  for (let nth = 0; nth < 1600; nth += 20) {
    await Promise.all(texts.slice(nth, nth + 20).map((_, more) => table.remove(`key ${nth + more}`)));
  }

  const stats = table.getStats() as Stats;
  const used = [stats, stats.root, stats.free].reduce(
    (sum, { treeBranchPageCount, treeLeafPageCount, overflowPages }) =>
      sum + treeBranchPageCount + treeLeafPageCount + overflowPages,
    2,
  );
  const descriptor = openSync(join(path, 'data.mdb'), 'r');
  onTestFinished(() => closeSync(descriptor));
  const meta = readFileMeta(descriptor)!;
  const free = stats.lastPageNumber + 1 - used;
  expect(free).toBeGreaterThan(1000);
  expect(countFreePages(descriptor, meta, Infinity)).toBe(free);
  expect(countFreePages(descriptor, meta, 100)).toBeGreaterThanOrEqual(100);
});
