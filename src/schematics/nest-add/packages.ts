import type { Tree } from '@angular-devkit/schematics';
import { isObject } from '../../common/is-object.js';

type Ranges = Readonly<Record<string, string>>;

/** Packages that every app needs beside this one, by the major version of its Nest. */
const NEEDED = {
  11: { '@nestjs/config': '^4.0.0', '@nestjs/event-emitter': '^3.0.0' },
  12: { '@nestjs/config': '^12.0.0', '@nestjs/event-emitter': '^12.0.0' },
};
const NEEDED_BY_ALL = { 'class-transformer': '^0.5.1', 'class-validator': '^0.15.1' };
const NEEDED_BY_TESTS = { supertest: '^7.0.0' };

/**
 * Adds to `package.json` what is missing there.
 *
 * @returns whether anything was missing
 * @throws Error if the app's Nest is neither 11 nor 12
 */
export function addPackages(tree: Tree, dependencies: Ranges, devDependencies: Ranges): boolean {
  const text = tree.readText('package.json');
  const manifest = objectOf(JSON.parse(text));
  const major = nestMajor(tree, manifest);
  const present = { ...section(manifest, 'dependencies'), ...section(manifest, 'devDependencies') };
  const changed = {
    ...extended(manifest, 'dependencies', { ...NEEDED[major], ...NEEDED_BY_ALL, ...dependencies }, present),
    ...extended(manifest, 'devDependencies', { ...NEEDED_BY_TESTS, ...devDependencies }, present),
  };
  if (Object.keys(changed).length === 0) return false;
  const indentation = /^[ \t]+/m.exec(text)?.[0] ?? '  ';
  tree.overwrite('package.json', `${JSON.stringify({ ...manifest, ...changed }, null, indentation)}\n`);
  return true;
}

/** Returns the section with the missing packages, in npm's order, or nothing if none is missing. */
function extended(manifest: object, name: string, needed: Ranges, present: object): Record<string, object> {
  const missing = Object.entries(needed).filter(([each]) => !(each in present));
  if (missing.length === 0) return {};
  const entries = [...Object.entries(section(manifest, name)), ...missing];
  return { [name]: Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Reads the version that is installed, because a range may name none, such as `catalog:`. */
function nestMajor(tree: Tree, manifest: object): keyof typeof NEEDED {
  const installed = tree.read('node_modules/@nestjs/core/package.json')?.toString() ?? '{}';
  const version: unknown =
    Reflect.get(objectOf(JSON.parse(installed)), 'version') ??
    Reflect.get(section(manifest, 'dependencies'), '@nestjs/core');
  const shown = typeof version === 'string' ? version : 'missing';
  const major = /\d+/.exec(shown)?.[0];
  if (major === '11') return 11;
  if (major === '12') return 12;
  throw new Error(
    `package.json: @nestjs/core is ${shown}. Nest 11 or 12 is needed: run this in the folder of a Nest app`,
  );
}

function section(manifest: object, name: string): object {
  return objectOf(Reflect.get(manifest, name));
}

function objectOf(value: unknown): object {
  return isObject(value) ? value : {};
}
