import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const PAGE = new URL('../../dist/console/page/', import.meta.url);
const KB = 1000;

/** What a browser fetches; the licences are for whoever opens the package. */
const FETCHED = ['console.css', 'console.js', 'favicon.svg', 'index.html'];

describe("the console's page", () => {
  it('consists of these files, under these names', () => {
    expect(readdirSync(PAGE).toSorted()).toEqual([...FETCHED, 'licenses.md'].toSorted());
  });

  it('is under 40 KB gzipped in all', () => {
    const sizes = FETCHED.map((file) => gzipSync(readFileSync(new URL(file, PAGE))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(40 * KB);
  });

  it('says whose code is bundled with it, and under which licence', () => {
    const licenses = readFileSync(new URL('licenses.md', PAGE), 'utf8');
    expect(licenses).toMatch(/preact.*\(MIT\)/i);
    expect(licenses).toContain('Permission is hereby granted');
  });
});
