import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeBlocks, PAGES } from './code-blocks.js';

export const blocks = PAGES.flatMap(codeBlocks);

/** Where the blocks are, as files of one project: as ES modules, which import files by their whole names. */
export const EXTRACTED = fileURLToPath(new URL('extracted/esm/', import.meta.url));

/** The same as CommonJS, as they stand in the manual. */
const EXTRACTED_COMMONJS = fileURLToPath(new URL('extracted/commonjs/', import.meta.url));

/** Writes all blocks anew. */
export function extractBlocks(): void {
  for (const folder of [EXTRACTED, EXTRACTED_COMMONJS]) {
    rmSync(folder, { recursive: true, force: true });
    for (const { file, text } of blocks) {
      if (file === undefined) continue;
      mkdirSync(dirname(folder + file), { recursive: true });
      const source = folder === EXTRACTED ? text.replace(/( from '\.{1,2}\/[^']+)'/g, "$1.js'") : text;
      writeFileSync(folder + file, source);
    }
  }
}
