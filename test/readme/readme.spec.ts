import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from './code-blocks.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = new URL('../../README.md', import.meta.url);
const EXTRACTED = fileURLToPath(new URL('extracted/', import.meta.url));

const blocks = codeBlocks(README);

// At import, so that the README's own test can be collected below as part of this one.
rmSync(EXTRACTED, { recursive: true, force: true });
// What the README points to, and whose test it shows.
mkdirSync(`${EXTRACTED}example`, { recursive: true });
for (const file of readdirSync(`${ROOT}example`).filter((name) => name.startsWith('directory'))) {
  copyFileSync(`${ROOT}example/${file}`, `${EXTRACTED}example/${file}`);
}
for (const { file, text } of blocks) {
  if (file === undefined) continue;
  mkdirSync(dirname(EXTRACTED + file), { recursive: true });
  writeFileSync(EXTRACTED + file, text);
}

describe("the README's", () => {
  it('TypeScript blocks all name their file, and compile against the built package', () => {
    for (const { language, file } of blocks) {
      if (language === 'ts') expect(file).toBeDefined();
    }
    const tsc = `${ROOT}/node_modules/typescript/bin/tsc`;
    expect(execFileSync(process.execPath, [tsc, '-p', 'test/readme'], { cwd: ROOT, encoding: 'utf8' })).toBe(
      '',
    );
  }, 60_000);

  it('other blocks are shell commands that there are', () => {
    const manifest = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
      name: string;
      scripts: Record<string, string>;
      peerDependencies: Record<string, string>;
    };
    for (const { language, text } of blocks) {
      if (language === 'ts') continue;
      expect(language).toBe('bash');
      for (const [, script = ''] of text.matchAll(/npm (?:run )?(\S+)/g)) {
        if (script === 'install' || script === 'ci') continue;
        expect(Object.keys(manifest.scripts)).toContain(script);
      }
      for (const [, names = ''] of text.matchAll(/npm install (.*)/g)) {
        for (const name of names.split(' ')) {
          const [unversioned] = name.split(/(?<=.)@/);
          expect([manifest.name, ...Object.keys(manifest.peerDependencies)]).toContain(unversioned);
        }
      }
    }
  });
});

for (const { file } of blocks.filter((block) => block.file?.endsWith('-spec.ts'))) {
  describe(`the README's ${file}`, async () => {
    await import(/* @vite-ignore */ EXTRACTED + file);
  });
}
