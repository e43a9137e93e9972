import { isWireOnly } from './wire-only.js';
import { hollow, isPlainObject, UNSURE, type WireRule, wireRulesOf } from './wire-rules.js';

type Members = Record<string, unknown>;
type Type = new () => object;

/**
 * Reads bodies of a class by what its `Wire` decorators say: does in one pass what `plainToInstance` and `validateSync` do.
 * It only has to be right about bodies that are: what it is unsure of, class-validator looks at.
 */
export interface WireReader {
  /** An instance, whose objects and lists are copies; {@link UNSURE} where class-validator may find a fault. */
  read(value: unknown): object | typeof UNSURE;
  /** As little of a body as class-validator needs to find the same faults. */
  excerpt(value: unknown): unknown;
}

const readers = new WeakMap<object, WireReader | undefined>([[Object, { read: readOpen, excerpt: hollow }]]);

/**
 * The reader of a class, compiled when it is first asked for; `undefined` for one with decorators that are not ours, of
 * whose bodies only class-transformer and class-validator know all.
 */
export function wireReader(type: Type): WireReader | undefined {
  if (!readers.has(type)) readers.set(type, compile(type));
  return readers.get(type);
}

function compile(type: Type): WireReader | undefined {
  const rules = wireRulesOf(classesOf(type));
  const fresh = new type();
  // An initial value has to be checked as well, and an accessor may do anything.
  const isSet = [...rules.keys()].some((name) => Reflect.get(fresh, name) !== undefined);
  const isAccessor = [...rules.keys()].some((name) => name in type.prototype);
  if (rules.size === 0 || isSet || isAccessor || !isWireOnly(classesOf(type), rules)) return undefined;
  const required = [...rules.values()].filter(({ optional }) => !optional).length;
  return {
    read: (value) => readBy(type, rules, required, value),
    excerpt: (value) => (isPlainObject(value) ? excerptBy(rules, value) : hollow(value)),
  };
}

/** The class and its bases. */
function classesOf(type: Type): [object, ...object[]] {
  const classes: [object, ...object[]] = [type];
  let base: unknown = Object.getPrototypeOf(type);
  while (typeof base === 'function' && base !== Function.prototype) {
    classes.push(base);
    base = Object.getPrototypeOf(base);
  }
  return classes;
}

function readBy(
  type: Type,
  rules: ReadonlyMap<string, WireRule>,
  required: number,
  value: unknown,
): object | typeof UNSURE {
  if (!isPlainObject(value)) return UNSURE;
  const typed = new type();
  const members: Members = Object(typed);
  let missing = required;
  for (const name of Object.keys(value)) {
    const rule = rules.get(name);
    if (rule === undefined) {
      if (name in typed && !Object.hasOwn(typed, name)) {
        if (isPassedOver(type, typed, name)) continue;
        return UNSURE;
      }
      const kept = copyOf(value[name]);
      if (kept === UNSURE) return UNSURE;
      members[name] = kept;
    } else {
      const member = rule.read(value[name]);
      if (member === UNSURE) return UNSURE;
      members[name] = member;
      if (!rule.optional) missing -= 1;
    }
  }
  return missing === 0 ? typed : UNSURE;
}

/** Getters and methods are not Chat's to set. */
function isPassedOver(type: Type, typed: object, name: string): boolean {
  if (name === '__proto__') return true;
  const own = Object.getOwnPropertyDescriptor(type.prototype, name);
  return own === undefined ? typeof Reflect.get(typed, name) === 'function' : own.set === undefined;
}

/** An object without a class: a handler may change its copy. */
function readOpen(value: unknown): object | typeof UNSURE {
  if (!isPlainObject(value)) return UNSURE;
  const copy: Members = {};
  for (const name of Object.keys(value)) {
    // Also `__proto__` and `constructor`.
    if (name in copy) continue;
    const member = copyOf(value[name]);
    if (member === UNSURE) return UNSURE;
    copy[name] = member;
  }
  return copy;
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? readList(value, copyOf) : readOpen(value);
}

/** Reads a list element by element; {@link UNSURE} where one of them is. */
export function readList(list: readonly unknown[], read: (element: unknown) => unknown): unknown {
  const elements: unknown[] = [];
  for (const each of list) {
    const element = read(each);
    if (element === UNSURE) return UNSURE;
    elements.push(element);
  }
  return elements;
}

/** The members that have rules. Of others nothing is wrong. */
function excerptBy(rules: ReadonlyMap<string, WireRule>, value: Members): Members {
  const excerpt: Members = {};
  for (const [name, rule] of rules) {
    if (Object.hasOwn(value, name)) excerpt[name] = rule.excerpt(value[name]);
  }
  return excerpt;
}
