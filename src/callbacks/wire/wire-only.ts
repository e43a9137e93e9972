import { getMetadataStorage } from 'class-validator';
import { isObject } from '../../common/is-object.js';
import type { WireRule } from './wire-rules.js';

/** The part of class-transformer's storage that lists the decorators of a class. */
interface TransformerStorage {
  readonly _typeMetadatas: Map<object, Map<string, { typeFunction?: unknown; reflectedType?: unknown }>>;
  readonly _transformMetadatas: Map<object, Map<string, { transformFn?: unknown }[]>>;
  readonly _exposeMetadatas: Map<object, unknown>;
  readonly _excludeMetadatas: Map<object, unknown>;
}

/**
 * Whether nothing but its `Wire` decorators says how bodies become instances of a class, and which of them are right. Where
 * that cannot be proven, it is not so.
 *
 * @param classes the class and its bases
 * @param rules what the decorators say of them
 */
export function isWireOnly(
  classes: readonly [object, ...object[]],
  rules: ReadonlyMap<string, WireRule>,
): boolean {
  return hasNoOtherValidators(classes[0], rules) && hasNoOtherConversions(classes, rules);
}

/** Wire decorators give their rule to class-validator as the context of each validator that they apply. */
function hasNoOtherValidators(type: object, rules: ReadonlyMap<string, WireRule>): boolean {
  if (typeof type !== 'function') return false;
  const validators = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  return validators.every(
    ({ context, propertyName }) => context !== undefined && context === rules.get(propertyName),
  );
}

function hasNoOtherConversions(classes: readonly object[], rules: ReadonlyMap<string, WireRule>): boolean {
  if (storage === undefined) return false;
  const { _typeMetadatas, _transformMetadatas, _exposeMetadatas, _excludeMetadatas } = storage;
  let found = 0;
  for (const each of classes) {
    if (_exposeMetadatas.has(each) || _excludeMetadatas.has(each)) return false;
    for (const [name, transforms] of _transformMetadatas.get(each) ?? []) {
      const convert = rules.get(name)?.convert;
      if (!transforms.every(({ transformFn }) => transformFn === convert)) return false;
      found += 1;
    }
    for (const [name, { typeFunction, reflectedType }] of _typeMetadatas.get(each) ?? []) {
      const type = rules.get(name)?.type;
      if (type === undefined || typeFunction !== type) return false;
      // Members that are declared as a Map, a Set or a kind of list become one.
      if (![undefined, Object, Array, type()].some((known) => known === reflectedType)) return false;
      found += 1;
    }
  }
  // With two copies of class-transformer, as some bundlers make, this one knows no decorator.
  return found > 0;
}

/** Not part of class-transformer's API, though Nest's own mapped types use it as well. Without it, nothing is proven. */
const storage = transformerStorage();

function transformerStorage(): TransformerStorage | undefined {
  try {
    const loaded: unknown = require('class-transformer/cjs/storage.js');
    const found = isObject(loaded) && 'defaultMetadataStorage' in loaded && loaded.defaultMetadataStorage;
    return isStorage(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isStorage(value: unknown): value is TransformerStorage {
  return (
    isObject(value) &&
    ['_typeMetadatas', '_transformMetadatas', '_exposeMetadatas', '_excludeMetadatas'].every(
      (name) => Reflect.get(value, name) instanceof Map,
    )
  );
}
