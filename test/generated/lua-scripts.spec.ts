import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../src/delivery/stores/bullmq/scripts', import.meta.url));
const MODULE = join(FOLDER, 'lua-scripts.ts');

const HEADER = `
// Generated from the .lua files of this folder: change those, and run \`npm run generate\`. The scripts are in a module and
// not read at run time, so that an app can be bundled into one file.
import { Script } from '../redis/script.js';
`;

/** Returns a script with its includes and without its comments: Redis needs none. */
function sourceOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/^--- @include "(.+)"$/gm, (_line, name: string) => sourceOf(join(dirname(file), `${name}.lua`)))
    .replace(/^\s*--.*\n|^\n/gm, '');
}

it('the module of the Lua scripts is up to date', async () => {
  const scripts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.lua') && !file.startsWith('includes'))
    .toSorted();
  const constants = scripts.map((file) => {
    const name = basename(file, '.lua').replaceAll('-', '_').toUpperCase();
    return `export const ${name} = new Script(${JSON.stringify(sourceOf(join(FOLDER, file)))});`;
  });
  const options = { ...(await resolveConfig(MODULE)), filepath: MODULE };
  const text = await format([HEADER, ...constants].join('\n'), options);
  await expect(text).toMatchFileSnapshot(MODULE);
});
