import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const PAGE = new URL('../../dist/console/page/', import.meta.url);
const SOURCES = new URL('../../src/console/page/', import.meta.url);

/** What the page was built from, by file name. */
const sources = readdirSync(SOURCES, { encoding: 'utf8', recursive: true })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => [name, readFileSync(new URL(name, SOURCES), 'utf8')] as const);

const built = (name: string): string => readFileSync(new URL(name, PAGE), 'utf8');

describe("what the console's page is allowed by its content security policy", () => {
  it.each(sources)('%s makes no markup of text, no code of text, and no inline style', (_name, source) => {
    expect(source).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|document\.write/i,
    );
    expect(source).not.toMatch(/\beval\(|new Function|javascript:|setAttribute|\bstyle=|\.style\b|cssText/);
  });

  it('index.html has no inline script or style, and names files below assets/ only', () => {
    const html = built('index.html');
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<base/i);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/i);
    const urls = [...html.matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, url]) => url);
    expect(urls).toEqual(['assets/favicon.svg', 'assets/console.css', 'assets/console.js']);
  });

  it('the style fetches nothing', () => {
    expect(built('console.css')).not.toMatch(/@import|url\(/i);
  });

  it('the script evaluates nothing, loads nothing more, and has no source map', () => {
    expect(built('console.js')).not.toMatch(/\beval\(|new Function|\bimport\(|sourceMappingURL/);
  });
});
