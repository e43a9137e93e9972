import { readdirSync, readFileSync } from 'node:fs';

export interface CodeBlock {
  /** File of the page, from the root. */
  page: string;
  language: string;
  /** From the comment in the first line. */
  file: string | undefined;
  /** The packages, not installed here, that the comment in the first line says it needs: it is not compiled. */
  needs: string | undefined;
  text: string;
}

const ROOT = new URL('../../', import.meta.url);

/** The pages for readers, the README first. */
export const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'example/README.md',
  ...readdirSync(new URL('docs/', ROOT))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The fenced code blocks of a page, in their order. */
export function codeBlocks(page: string): CodeBlock[] {
  const blocks = readPage(page).matchAll(/^```(\S*)\n(.*?)^```$/gms);
  return Array.from(blocks, ([, language = '', text = '']) => ({
    page,
    language,
    file: /^\/\/ (\S+\.ts)\n/.exec(text)?.[1],
    needs: /^\/\/ needs (.+)\n/.exec(text)?.[1],
    text,
  }));
}

export function readPage(page: string): string {
  return readFileSync(new URL(page, ROOT), 'utf8');
}
