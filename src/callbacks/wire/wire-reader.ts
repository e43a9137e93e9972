import { isObject } from '../../common/is-object.js';
import type { Faults } from './faults.js';
import { isTransformed, transformed, validate, validatedMembers } from './foreign-decorators.js';
import { hasWireRules, type Type, type WireRule, wireRulesOf } from './wire-rules.js';

/** How bodies become instances of a class. */
export interface Shape {
  readonly rules: ReadonlyMap<string, WireRule>;
  /** Names of the members that must be there. */
  readonly required: readonly string[];
  /** Names of the members that a decorator describes. */
  readonly known: ReadonlySet<string>;
  /** Whether class-transformer makes the instance, and whether class-validator checks it too. */
  readonly transformed: boolean;
  readonly validated: boolean;
}

const shapes = new WeakMap<Type, Shape>();

/** The shape of a class, which is made when it is first needed. */
export function shapeOf(type: Type): Shape {
  const made = shapes.get(type);
  if (made !== undefined) return made;
  const rules = wireRulesOf(type);
  const validated = validatedMembers(type);
  const shape = {
    rules,
    required: [...rules].flatMap(([name, { optional }]) => (optional ? [] : [name])),
    known: new Set([...rules.keys(), ...validated]),
    transformed: isTransformed(type),
    validated: validated.length > 0,
  };
  shapes.set(type, shape);
  return shape;
}

/**
 * Makes an instance of a class from a part of a body. Its objects and lists are copies, and members without a rule are kept.
 * Members that are unlike their rule add to the faults, and are kept as they are.
 */
export function readObject(type: Type, value: object, faults: Faults): object {
  const shape = shapeOf(type);
  const before = faults.total;
  const typed = shape.transformed ? transformed(type, value) : new type();
  const source: Record<string, unknown> = Object(shape.transformed ? typed : value);
  const members: Record<string, unknown> = Object(typed);
  let missing = shape.required.length;
  for (const name of Object.keys(source)) {
    // A body must not replace what a class inherits, such as getters and methods.
    if (name in typed && !Object.hasOwn(typed, name)) continue;
    const rule = shape.rules.get(name);
    if (rule === undefined) {
      members[name] = copyOf(source[name], faults);
      continue;
    }
    const member = isMissing(source[name]) ? undefined : rule.read(source[name], name, faults);
    if (member !== undefined) {
      members[name] = member;
      if (!rule.optional) missing -= 1;
    } else if (shape.transformed) Reflect.deleteProperty(members, name);
  }
  if (missing > 0) addMissing(shape.required, members, faults);
  if (shape.validated && faults.total === before) validate(typed, faults);
  return typed;
}

/** Chat's own samples have `null` for a member that is missing. */
function isMissing(member: unknown): boolean {
  return member === undefined || member === null;
}

function addMissing(required: readonly string[], members: Record<string, unknown>, faults: Faults): void {
  for (const name of required) {
    if (isMissing(members[name])) faults.add(name, 'is missing');
  }
}

/** A value without a rule: a handler may change its copy. */
function copyOf(value: unknown, faults: Faults): unknown {
  if (Array.isArray(value)) return value.map((each) => copyOf(each, faults));
  if (!isObject(value)) return value;
  if (Object.getPrototypeOf(value) === Object.prototype) return readObject(Object, value, faults);
  // Class-transformer has made an instance, whose class may have members with rules.
  return isRuled(value.constructor) ? readObject(value.constructor, value, faults) : value;
}

function isRuled(type: unknown): type is Type {
  return typeof type === 'function' && hasWireRules(type);
}
