import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  name: string;
  exports: Record<string, string | { types: string; default: string }>;
  typesVersions: Record<string, Record<string, string[]>>;
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
    // The console's page is bundled with what it imports.
    const unbundled = sources.filter((name) => name.endsWith('.ts') && !name.startsWith('console/page/'));
    for (const source of unbundled) {
      const text = readFileSync(`${ROOT}src/${source}`, 'utf8');
      // Nobody imports a schematic, so that its types need no package at a user's.
      const needed = source.startsWith('schematics/') ? text.replace(/^import type .*$/gm, '') : text;
      const imports = needed.matchAll(/ from '((?:@[^/']+\/)?[^/'.$][^/']*)/g);
      for (const [, name = ''] of imports) {
        if (!name.startsWith('node:')) expect(declared, source).toContain(name);
      }
    }
  });

  it('holds every page and picture that its README shows, those of llms.txt, and the contract, in 700 KB', () => {
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const [{ files, size }] = JSON.parse(packed) as [{ files: { path: string }[]; size: number }];
    expect(size).toBeLessThan(700 * 1024);
    const pages = ['README.md', 'llms.txt'].map((page) => readFileSync(ROOT + page, 'utf8')).join();
    const targets = Array.from(pages.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g), ([, target]) => target);
    expect(targets).toContain('docs/console/quota-day.png');
    const contract = ['dist/tencent-chat.openapi.json', 'dist/tencent-chat.schemas.json'];
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['llms.txt', ...targets, ...contract]),
    );
  }, 60_000);

  it('names the types of each subpath once more, for projects whose TypeScript does not read exports', () => {
    const types = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
      subpath === '.' || typeof target === 'string' ? [] : [[subpath.slice(2), [target.types]]],
    );
    expect(manifest.typesVersions).toEqual({ '*': Object.fromEntries(types) });
  });

  it('has an API reference of each subpath', () => {
    const { entryPoints: documented } = JSON.parse(readFileSync(`${ROOT}typedoc.json`, 'utf8')) as {
      entryPoints: string[];
    };
    const sources = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [] : [target.default.replace('./dist/', 'src/').replace(/js$/, 'ts')],
    );
    expect(documented).toEqual(sources);
  });

  it('loads no other subpath than the app imports, and none of their packages', () => {
    const loaded = node(
      '--input-type=commonjs',
      '--eval',
      `require('${manifest.name}');
       console.log(Object.keys(require.cache).join('\\n'));`,
    );
    expect(loaded).toContain('/dist/index.js');
    expect(loaded).not.toMatch(
      /dist.(relay|opentelemetry|terminus|console|swagger|schematics|testing|delivery.stores.(lmdb|bullmq|postgres))\b/,
    );
    expect(loaded).not.toMatch(/node_modules.(cloudevents|lmdb|bullmq|ioredis|pg|supertest)\b/);
  });

  it('loads class-validator and class-transformer only for a class that has their decorators', () => {
    const loaded = node(
      '--input-type=commonjs',
      '--eval',
      `require('${manifest.name}');
       console.log(Object.keys(require.cache).join('\\n'));`,
    );
    expect(loaded).toContain('/class-transformer/cjs/storage.js');
    expect(loaded).not.toMatch(/class-(validator|transformer).cjs.index\.js/);
  });

  it.each(entryPoints)('%s can be imported and required', (entryPoint) => {
    const names = node(
      '--input-type=commonjs',
      '--eval',
      `console.log(Object.keys(require('${entryPoint}')).sort().join())`,
    ).trim();
    // Node has to see each name in the CommonJS file: `import { X } from` is an error where it does not.
    const different = node(
      '--input-type=module',
      '--eval',
      `import { createRequire } from 'node:module';
       import { ${names} } from '${entryPoint}';
       const imported = { ${names} };
       const required = createRequire(import.meta.url)('${entryPoint}');
       console.log(Object.keys(imported).filter((name) => imported[name] !== required[name]).join());`,
    ).trim();
    expect(different).toBe('');
    expect(names.split(',')).toMatchSnapshot();
  });
});
