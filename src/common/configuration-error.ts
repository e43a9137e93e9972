/** Names a wrong option. Thrown at start-up, so that the app does not run half configured. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  readonly #got: string;
  readonly #remedy: string;

  /**
   * @param option the option's name, such as `apps[1].token`
   * @param got description of the value, from `shown`; never a secret
   * @param remedy what to give instead
   * @param module name of the module that has the option
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

  /** Returns the same error for an option of another module. */
  of(module: string): ConfigurationError {
    return new ConfigurationError(this.option, this.#got, this.#remedy, module);
  }
}

/** Checks the options of another module, whose errors name it. */
export function optionsOf<Resolved>(module: string, resolve: () => Resolved): Resolved {
  try {
    return resolve();
  } catch (error) {
    throw error instanceof ConfigurationError ? error.of(module) : error;
  }
}

/** Describes the value of an option without a content that could be a secret. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'function' ? 'a function' : `of type ${typeof value}`;
}
