/** An option that is not right: thrown at start-up, so that the app does not run half configured. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  readonly #got: string;
  readonly #remedy: string;

  /**
   * @param option the option's name, such as `apps[1].token`
   * @param got what was seen, from {@link shown}; never a secret
   * @param remedy what is right
   * @param module whose option it is
   */
  constructor(
    readonly option: string,
    got: string,
    remedy: string,
    module = 'TencentChatWebhookModule',
  ) {
    super(`${module}: the option "${option}" is ${got}; ${remedy}.`);
    this.#got = got;
    this.#remedy = remedy;
  }

  /** The same of an option of another module. */
  of(module: string): ConfigurationError {
    return new ConfigurationError(this.option, this.#got, this.#remedy, module);
  }
}

/** What an option is, without its content where that could be a secret. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'function' ? 'a function' : `of type ${typeof value}`;
}

/** Node's timers cannot be set to more, in ms: about 24 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function assertInteger(option: string, value: unknown, least: number, most = Infinity): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return;
  const limit = most === Infinity ? '' : ` and at most ${most}`;
  throw new ConfigurationError(option, shown(value), `give a whole number of at least ${least}${limit}`);
}

export function assertObject(option: string, value: unknown): asserts value is object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new ConfigurationError(option, shown(value), 'give an object');
}

/** A misspelt option would silently do nothing. */
export function assertKnownOptions(options: object, known: readonly string[], within = ''): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ConfigurationError(
    `${within}${unknown}`,
    'not known',
    `the options here are ${known.join(', ')}`,
  );
}

/** What was given for each name that has a default; `undefined` takes the default. */
export function withDefaults<Complete extends object>(
  defaults: Complete,
  given: Partial<Complete>,
): Complete {
  const chosen = Object.entries(given).filter(([name, value]) => name in defaults && value !== undefined);
  return Object.assign({ ...defaults }, Object.fromEntries(chosen));
}
