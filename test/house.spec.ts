import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FLOORS } from '../floors.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const folders = FLOORS.map(({ folder }) => folder);

describe('ARCHITECTURE.md', () => {
  it('lists the floors of floors.mjs in their order', () => {
    const page = readFileSync(`${ROOT}ARCHITECTURE.md`, 'utf8');
    const [, table = ''] = /^\| folder.*\n\|[ -|]+\n((?:\|.*\n)+)/m.exec(page) ?? [];
    const rows = Array.from(table.matchAll(/^\| `([^`]+?)\/?` /gm), ([, folder]) => folder);
    expect(rows).toEqual(folders);
  });
});

describe('floors.mjs', () => {
  it('has a floor for every folder of sources', () => {
    const sources = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' });
    const homeless = sources.filter(
      (file) =>
        /\.tsx?$/.test(file) &&
        dirname(file) !== '.' &&
        !folders.some((folder) => file.startsWith(`${folder}/`)),
    );
    expect(homeless).toEqual([]);
  });
});
