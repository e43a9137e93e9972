import { isBuiltin } from 'node:module';
import { expect, it } from 'vitest';
import { codeBlocks, PAGES, readPage } from './code-blocks.js';

/** What every project of Nest has, with the adapter that it chose. */
const OF_NEST = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
  '@nestjs/testing',
  'reflect-metadata',
  'rxjs',
  'supertest',
];

/** The package that a subpath of this one loads. */
const OF_SUBPATH: Record<string, string> = {
  lmdb: 'lmdb',
  bullmq: 'ioredis',
  postgres: 'pg',
  opentelemetry: '@opentelemetry/api',
  terminus: '@nestjs/terminus',
  relay: '@nestjs/microservices',
  swagger: '@nestjs/swagger',
};

/** Each section of this page is about a package that the reader's app has already. */
const NEIGHBOURS = 'docs/neighbours.md';

/** The packages that a page's blocks load. */
function loaded(page: string): string[] {
  const sources = codeBlocks(page).filter(({ language }) => language === 'ts');
  const imports = sources.flatMap(({ text }) =>
    [...text.matchAll(/(?:\bfrom |\bimport |\b(?:import|require)\()'([^'.][^']*)'/g)].map(
      ([, name = '']) => name,
    ),
  );
  const packages = imports
    .filter((name) => !isBuiltin(name))
    .flatMap((name) => {
      const [scope = '', second = ''] = name.split('/');
      const own = scope === 'nestjs-tencent-chat-webhook' ? OF_SUBPATH[second] : undefined;
      return [scope.startsWith('@') ? `${scope}/${second}` : scope, ...(own === undefined ? [] : [own])];
    });
  return [...new Set(packages)];
}

/** The packages that a page says to install, in each command by itself. */
function installs(page: string): string[][] {
  return [...readPage(page).matchAll(/npm install ([^#\n`]*)/g)].map(([, names = '']) =>
    names
      .trim()
      .split(' ')
      .map((name) => name.split(/(?<=.)@/)[0] ?? ''),
  );
}

it.each(PAGES.filter((page) => page !== NEIGHBOURS))(
  '%s names how to install every package that its blocks load',
  (page) => {
    const known = [...OF_NEST, ...installs('README.md').flat(), ...installs(page).flat()];
    expect(loaded(page).filter((name) => !known.includes(name))).toEqual([]);
  },
);

it('one command installs all of OpenTelemetry, whose SDK does not take each release of its API', () => {
  const [together] = installs('docs/metrics.md');
  expect(together).toEqual(
    expect.arrayContaining(loaded('docs/metrics.md').filter((name) => name.startsWith('@opentelemetry/'))),
  );
});
