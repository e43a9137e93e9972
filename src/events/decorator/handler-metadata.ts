import type { ResolvedHandlerLimits } from './handler-limits.js';

/** The metadata that `@OnTencentChatEvent` adds to a method. */
export interface HandlerMetadata {
  /** Name of the event, with the prefix of the registration that it comes from. */
  readonly event: string;
  /** Name of the event without the prefix. */
  readonly name: string;
  /** Id of the handler; by default it is made of the names of class and method. */
  readonly id?: string;
  readonly prependListener: boolean;
  readonly limits: ResolvedHandlerLimits;
}

/** The metadata of the methods of one class, by their names. */
type Noted = ReadonlyMap<string | symbol, readonly HandlerMetadata[]>;

const METADATA = Symbol('TencentChatHandler');

/**
 * Adds it to the class, because another decorator may replace the method, and to the method, because a mixin may copy it to another class.
 */
export function addHandlerMetadata(
  prototype: object,
  name: string | symbol,
  method: unknown,
  metadata: HandlerMetadata,
): void {
  const noted = notedOn(prototype);
  const list = [...(noted.get(name) ?? []), metadata];
  Reflect.defineMetadata(METADATA, new Map([...noted, [name, list]]), prototype);
  if (typeof method === 'function') Reflect.defineMetadata(METADATA, list, method);
}

/** Returns the metadata of a method that a prototype itself has. */
export function handlerMetadata(prototype: object, name: string | symbol): readonly HandlerMetadata[] {
  const noted = notedOn(prototype).get(name);
  if (noted !== undefined) return noted;
  const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
  if (typeof method !== 'function') return [];
  const copied: readonly HandlerMetadata[] | undefined = Reflect.getOwnMetadata(METADATA, method);
  return copied ?? [];
}

function notedOn(prototype: object): Noted {
  const noted: Noted | undefined = Reflect.getOwnMetadata(METADATA, prototype);
  return noted ?? new Map();
}
