import type * as ClassTransformer from 'class-transformer';
import type * as ClassValidator from 'class-validator';
import { isObject } from '../../common/is-object.js';
import type { Faults } from './faults.js';
import { basesOf, type Type } from './wire-rules.js';

/*
 * Both packages keep their decorators in a few files of their own. Only a class with such decorators needs the rest, and has
 * loaded it. Loading the rest at the start took 1.5 × as long as this whole package.
 */
const {
  getMetadataStorage,
}: typeof ClassValidator = require('class-validator/cjs/metadata/MetadataStorage.js');

/** Names of the members that class-validator checks in a class and its bases. */
export function validatedMembers(type: Type): string[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(type, '', true, false)
    .map(({ propertyName }) => propertyName);
}

/** Adds what class-validator finds. */
export function validate(typed: object, faults: Faults): void {
  const { validateSync }: typeof ClassValidator = require('class-validator');
  addAll(validateSync(typed, { stopAtFirstError: true, forbidUnknownValues: false }), faults);
}

function addAll(errors: readonly ClassValidator.ValidationError[], faults: Faults): void {
  for (const { constraints = {}, children = [] } of errors) {
    for (const fault of Object.values(constraints)) faults.add(fault, '');
    addAll(children, faults);
  }
}

/** Whether a class or one of its bases has decorators of class-transformer. */
export function isTransformed(type: Type): boolean {
  const classes = basesOf(type);
  return STORAGES.some((storage) => classes.some((each) => storage.has(each)));
}

export function transformed(type: Type, value: object): object {
  const { plainToInstance }: typeof ClassTransformer = require('class-transformer');
  return plainToInstance(type, value);
}

/** Not part of class-transformer's API, though Nest's own mapped types use it as well. */
const STORAGES = ['_typeMetadatas', '_transformMetadatas', '_exposeMetadatas', '_excludeMetadatas'].map(
  storageOf,
);

function storageOf(name: string): ReadonlyMap<object, unknown> {
  const loaded: unknown = require('class-transformer/cjs/storage.js');
  const storage: unknown =
    isObject(loaded) && 'defaultMetadataStorage' in loaded && loaded.defaultMetadataStorage;
  const metadata: unknown = isObject(storage) && Reflect.get(storage, name);
  if (metadata instanceof Map) return metadata;
  throw new Error(`class-transformer keeps its decorators elsewhere: its storage has no ${name}`);
}
