import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
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

/** The suffixes of Nest's own files, and of what extends its modules. Every other name is plain kebab-case. */
const FILE_NAME =
  /^[a-z0-9]+(-[a-z0-9]+)*(\.(module|controller|guard|filter|decorator|event|options|tokens|extras))?\.tsx?$/;

describe('src', () => {
  it('names its files by one rule', () => {
    const sources = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' });
    const names = sources.filter((file) => /\.tsx?$/.test(file));
    expect(names.filter((file) => !FILE_NAME.test(basename(file)))).toEqual([]);
  });
});
