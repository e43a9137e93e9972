import { isObject } from '../../common/is-object.js';
import { printable } from '../../common/printable.js';
import { shapeOf } from './wire-reader.js';
import type { Type } from './wire-rules.js';

/** Maximum number of members that are named. */
const MOST_NAMES = 20;
/** The longest name, in characters. */
const LONGEST_NAME = 64;

/** Every body has it, so no class names it. */
const COMMAND = 'CallbackCommand';

/**
 * The members of a body that its class has no decorator for, as paths such as `MsgBody[].Foo`: at most 20 of 64 characters each, and no
 * values. Leaves out objects without a class, such as `MsgContent`, and classes without rules.
 *
 * @param typed the instance that `typedBody` has made
 * @param body the body as it was received
 */
export function unknownMembers(typed: object, body: object): string[] {
  const found = new Set<string>();
  look(typed, body, '', found);
  return [...found].slice(0, MOST_NAMES);
}

function look(typed: unknown, received: unknown, path: string, found: Set<string>): void {
  if (!isObject(typed) || !isObject(received) || found.size > MOST_NAMES) return;
  if (Array.isArray(typed)) {
    if (!Array.isArray(received)) return;
    for (const [index, each] of typed.entries()) look(each, received[index], `${path}[]`, found);
    return;
  }
  if (!isClass(typed.constructor)) return;
  const { known } = shapeOf(typed.constructor);
  if (known.size === 0) return;
  for (const name of Object.keys(typed)) {
    const there = path === '' ? name : `${path}.${name}`;
    if (known.has(name)) look(Reflect.get(typed, name), Reflect.get(received, name), there, found);
    // What the class itself adds is no drift.
    else if (there !== COMMAND && Object.hasOwn(received, name)) found.add(printable(there, LONGEST_NAME));
  }
}

function isClass(type: unknown): type is Type {
  return typeof type === 'function' && type !== Object;
}
