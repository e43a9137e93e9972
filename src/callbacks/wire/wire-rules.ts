/** In place of a value that may not be as its decorator says: class-validator has to look at it. */
export const UNSURE = Symbol('unsure');

/** The rule of a `Wire` decorator for one member, for the reader that replaces class-validator. */
export interface WireRule {
  /** Whether the member may be missing. */
  readonly optional: boolean;
  /** The member as its class has it; {@link UNSURE} where class-validator may find a fault. */
  read(value: unknown): unknown;
  /** As little of a value as class-validator needs to find the same faults. */
  excerpt(value: unknown): unknown;
  /** The arguments for class-transformer, which identify the decorator. */
  readonly convert?: (params: { value: unknown }) => unknown;
  readonly type?: () => new () => object;
}

const rulesOfClasses = new WeakMap<object, Map<string, WireRule>>();

/** Notes what a decorator says of a member. */
export function noteWireRule(type: object, name: string, rule: WireRule): void {
  const rules = rulesOfClasses.get(type) ?? new Map<string, WireRule>();
  rulesOfClasses.set(type, rules.set(name, rule));
}

/** What is said of a class and its bases, by member. */
export function wireRulesOf(classes: readonly object[]): ReadonlyMap<string, WireRule> {
  return new Map(classes.toReversed().flatMap((type) => [...(rulesOfClasses.get(type) ?? [])]));
}

/** A value that is no instance of anything, as JSON has it. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** {@link WireRule.excerpt} of a value whose members do not count. */
export function hollow(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? [] : {};
}
