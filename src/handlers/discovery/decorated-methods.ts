import { handlerMetadata, type HandlerMetadata } from '../../events/decorator/handler-metadata.js';

/** A method and one `@OnTencentChatEvent` on it. */
export type DecoratedMethod = readonly [name: string | symbol, metadata: HandlerMetadata];

/**
 * Returns the methods of an instance that have `@OnTencentChatEvent`, inherited ones included; none if they cannot be read, as with some
 * Proxies. Leaves out a method that a subclass overrides without the decorator.
 */
export function decoratedMethods(instance: object): DecoratedMethod[] {
  try {
    return [...readMethods(instance)];
  } catch {
    return [];
  }
}

function* readMethods(instance: object): Generator<DecoratedMethod> {
  const seen = new Set<string | symbol>();
  let prototype: object | null = Object.getPrototypeOf(instance);
  while (prototype !== null && prototype !== Object.prototype) {
    for (const name of Reflect.ownKeys(prototype)) {
      if (seen.has(name)) continue;
      seen.add(name);
      for (const metadata of handlerMetadata(prototype, name)) yield [name, metadata];
    }
    prototype = Object.getPrototypeOf(prototype);
  }
}
