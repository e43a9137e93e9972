import { readFileSync } from 'node:fs';

export interface CodeBlock {
  language: string;
  /** From the comment in the first line. */
  file: string | undefined;
  text: string;
}

/** The fenced code blocks of a Markdown file, in their order. */
export function codeBlocks(markdown: URL): CodeBlock[] {
  const blocks = readFileSync(markdown, 'utf8').matchAll(/^```(\S*)\n(.*?)^```$/gms);
  return Array.from(blocks, ([, language = '', text = '']) => ({
    language,
    file: /^\/\/ (\S+)\n/.exec(text)?.[1],
    text,
  }));
}
