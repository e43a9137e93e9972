import type { MetadataScanner } from '@nestjs/core';
import { isObject } from '../../common/is-object.js';

/** A method of a provider or controller. */
export interface ProviderMethod {
  readonly name: string;
  /** Decorators keep their metadata on it. */
  readonly implementation: object;
}

/** Returns the methods of an instance, inherited ones included; none if they cannot be read, as with some Proxies. */
export function methodsOf(instance: object, scanner: MetadataScanner): ProviderMethod[] {
  try {
    return readMethods(instance, scanner);
  } catch {
    return [];
  }
}

function readMethods(instance: object, scanner: MetadataScanner): ProviderMethod[] {
  const prototype: unknown = Object.getPrototypeOf(instance);
  if (!isObject(prototype)) return [];
  return scanner.getAllMethodNames(prototype).flatMap((name) => {
    const implementation: unknown = Reflect.get(prototype, name);
    return typeof implementation === 'function' ? [{ name, implementation }] : [];
  });
}
