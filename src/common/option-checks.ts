import { ConfigurationError, shown } from './configuration-error.js';
import { isRecord } from './is-object.js';

/** Longest delay of Node's timers, in ms: about 24 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function assertInteger(option: string, value: unknown, min: number, max = Infinity): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return;
  const limit = max === Infinity ? '' : ` and at most ${max}`;
  throw new ConfigurationError(option, shown(value), `give a whole number of at least ${min}${limit}`);
}

export function assertObject(option: string, value: unknown): asserts value is object {
  if (isRecord(value)) return;
  throw new ConfigurationError(option, shown(value), 'give an object');
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
