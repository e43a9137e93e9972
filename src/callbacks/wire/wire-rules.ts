import type { Faults } from './faults.js';

/** A class whose instances hold a body, or a part of one. */
export type Type = new () => object;

/**
 * Returns a member as its class declares it, converted if nothing is lost; `undefined` if it counts as missing. Adds what is wrong
 * with it to the faults.
 *
 * @param value anything but `undefined` and `null`
 */
export type ReadMember = (value: unknown, name: string, faults: Faults) => unknown;

/** The kind of a value, for schemas. */
export type Kind =
  | 'string'
  | 'integer'
  | 'unsigned'
  | 'boolean'
  | 'scalar'
  | 'strings'
  | 'integers'
  | { object: () => Type }
  | { objects: () => Type };

/** The rule of a `Wire` decorator for one member. */
export interface WireRule {
  /** Whether the member may be missing. */
  readonly optional: boolean;
  readonly kind: Kind;
  readonly read: ReadMember;
}

const rulesOfClasses = new WeakMap<object, Map<string, WireRule>>();

/** Adds the rule of a decorator for a member. */
export function noteWireRule(type: object, name: string, rule: WireRule): void {
  const rules = rulesOfClasses.get(type) ?? new Map<string, WireRule>();
  rulesOfClasses.set(type, rules.set(name, rule));
}

/** Returns the rules for the members of a class, its own first, and of its bases. A rule of the class itself wins. */
export function wireRulesOf(type: Type): ReadonlyMap<string, WireRule> {
  const own = basesOf(type).flatMap((each) => [...(rulesOfClasses.get(each) ?? [])]);
  return new Map([...own, ...own.toReversed()]);
}

/** The class and its bases. */
export function basesOf(type: object): object[] {
  const base: unknown = Object.getPrototypeOf(type);
  return typeof base === 'function' && base !== Function.prototype ? [type, ...basesOf(base)] : [type];
}

/** Whether a class or one of its bases has a `Wire` decorator. */
export function hasWireRules(type: object): boolean {
  return basesOf(type).some((each) => rulesOfClasses.has(each));
}
