import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  name: string;
  exports: Record<string, unknown>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

const entryPoints = Object.keys(manifest.exports)
  .filter((subpath) => subpath !== './package.json')
  .map((subpath) => manifest.name + subpath.slice(1));

/** Runs code in plain node, as an app would. */
function node(...parameters: string[]): string {
  return execFileSync(process.execPath, parameters, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
}

describe('the package', () => {
  it('declares every package that its sources import', () => {
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const sources = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' });
    for (const source of sources.filter((name) => name.endsWith('.ts'))) {
      const imports = readFileSync(`${ROOT}src/${source}`, 'utf8').matchAll(
        / from '((?:@[^/']+\/)?[^/'.][^/']*)/g,
      );
      for (const [, name = ''] of imports) {
        if (!name.startsWith('node:')) expect(declared, source).toContain(name);
      }
    }
  });

  it.each(entryPoints)('%s can be imported and required', (entryPoint) => {
    const names = 'console.log(Object.keys(entry).filter((name) => name !== "__esModule").sort().join())';
    const imported = node(
      '--input-type=module',
      '-e',
      `const entry = await import('${entryPoint}'); ${names}`,
    );
    const required = node('--input-type=commonjs', '-e', `const entry = require('${entryPoint}'); ${names}`);
    expect(imported).toBe(required);
    expect(imported.trim().split(',')).toMatchSnapshot();
  });
});
