import { ConfigurationError, shown } from './configuration-error.js';
import { isRecord } from './is-object.js';

/** Longest delay of Node's timers, in ms: about 24 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** @param remedy what to give instead */
export function assertOption(
  isValid: boolean,
  option: string,
  value: unknown,
  remedy: string,
): asserts isValid {
  if (!isValid) throw new ConfigurationError(option, shown(value), remedy);
}

export function assertInteger(option: string, value: unknown, min: number, max = Infinity): void {
  const isValid = typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
  const limit = max === Infinity ? '' : ` and at most ${max}`;
  assertOption(isValid, option, value, `give a whole number of at least ${min}${limit}`);
}

export function assertObject(option: string, value: unknown): asserts value is object {
  assertOption(isRecord(value), option, value, 'give an object');
}

export function assertEventPrefix(prefix: unknown): void {
  assertOption(typeof prefix === 'string', 'eventPrefix', prefix, "give a string such as 'tencent.'");
}

/** Refuses unknown options, because a misspelt one would silently do nothing. */
export function assertKnownOptions(options: object, known: readonly string[], within = ''): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ConfigurationError(
    `${within}${unknown}`,
    'not known',
    `the options here are ${known.join(', ')}`,
  );
}

/** Completes the given options with defaults. Ignores names without a default; `undefined` takes the default. */
export function withDefaults<Complete extends object>(
  defaults: Complete,
  given: Partial<Complete>,
): Complete {
  const chosen = Object.entries(given).filter(([name, value]) => name in defaults && value !== undefined);
  return Object.assign({ ...defaults }, Object.fromEntries(chosen));
}

/**
 * Checks the names in a group of options, such as `quota`, and completes it with defaults.
 *
 * @param others names without a default
 */
export function resolveGroup<Complete extends object>(
  group: string,
  defaults: Complete,
  given: Partial<Complete>,
  others: readonly string[] = [],
): Complete {
  assertObject(group, given);
  assertKnownOptions(given, [...Object.keys(defaults), ...others], `${group}.`);
  return withDefaults(defaults, given);
}
