import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES, readPage } from './code-blocks.js';
import { blocks, EXTRACTED, extractBlocks } from './extract.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

// At import, so that the manual's own tests can be collected below as part of this one.
extractBlocks();

describe("the manual's", () => {
  // CommonJS as in a project of Nest 11, ES modules as in one of Nest 12.
  it.concurrent.each(['tsconfig.commonjs.json', 'tsconfig.json'])(
    'TypeScript blocks compile against the built package: %s',
    async (project) => {
      const tsc = `${ROOT}node_modules/typescript/bin/tsc`;
      const { stdout } = await run(process.execPath, [tsc, '-p', `test/readme/${project}`], {
        cwd: ROOT,
      }).catch((error: { stdout: string }) => error);
      expect(stdout).toBe('');
    },
    120_000,
  );

  it('TypeScript blocks are either files of one project, or need packages that are not installed', () => {
    const typescript = blocks.filter(({ language }) => language === 'ts');
    for (const { page, file, needs, text } of typescript) {
      if (needs === undefined) expect(file, `${page}: ${text}`).toBeDefined();
      for (const name of needs?.split(' ') ?? [])
        expect(existsSync(`${ROOT}node_modules/${name}`)).toBe(false);
      if (needs !== undefined) expect(syntaxErrors(text)).toEqual([]);
    }
    const files = typescript.flatMap(({ file }) => file ?? []);
    expect(files.filter((file, nth) => files.indexOf(file) !== nth)).toEqual([]);
  });

  it('other blocks are existing shell commands, output or diagrams', () => {
    const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
      name: string;
      scripts: Record<string, string>;
      peerDependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const known = [
      manifest.name,
      ...blocks.flatMap(({ needs }) => needs?.split(' ') ?? []),
      ...Object.keys({ ...manifest.peerDependencies, ...manifest.devDependencies }),
    ];
    for (const { page, language, text } of blocks) {
      expect(['ts', 'bash', 'console', 'text', 'mermaid'], page).toContain(language);
      if (language === 'mermaid') expect(text).toMatch(/^(?:flowchart|sequenceDiagram|stateDiagram-v2)\b/);
      if (language !== 'bash') continue;
      for (const [, script = ''] of text.matchAll(/^npm (?:run )?(\S+)/gm)) {
        if (!['install', 'ci'].includes(script)) expect(Object.keys(manifest.scripts)).toContain(script);
      }
      for (const [, names = ''] of text.matchAll(/^npm install ([^#\n]*)/gm)) {
        for (const name of names.trim().split(' ')) {
          const [unversioned] = name.split(/(?<=.)@/);
          expect(known).toContain(unversioned);
        }
      }
    }
  });

  it.each(PAGES)('links of %s lead somewhere', (page) => {
    const here = new URL(page, `file://${ROOT}`);
    for (const [, target = ''] of readPage(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const { pathname, hash } = new URL(target, here);
      expect(existsSync(pathname), target).toBe(true);
      if (hash !== '') expect(anchorsOf(readFileSync(pathname, 'utf8')), target).toContain(hash.slice(1));
    }
  });
});

// What Jest, and Vitest with `globals: true`, give to each test file.
Object.assign(globalThis, { afterAll, beforeAll, describe, expect, it });

for (const { page, file } of blocks.filter((block) => block.file?.endsWith('-spec.ts'))) {
  describe(`${file} of ${page}`, async () => {
    await import(/* @vite-ignore */ EXTRACTED + file);
  });
}

function syntaxErrors(source: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(source, { reportDiagnostics: true });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Of the headings, as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
