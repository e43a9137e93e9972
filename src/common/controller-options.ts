import { ConfigurationError, shown } from './configuration-error.js';
import { assertOption } from './option-checks.js';

/**
 * Checks the option `path` of a controller.
 *
 * @param example a valid path
 * @throws ConfigurationError
 */
export function assertPath(path: unknown, example: string): asserts path is string {
  if (typeof path === 'string' && /^\/?[\w.~-]+(?:\/[\w.~-]+)*\/?$/.test(path)) return;
  const got = typeof path === 'string' ? JSON.stringify(path) : shown(path);
  throw new ConfigurationError(
    'path',
    got,
    `give segments of letters, digits, -, ., _ and ~, such as '${example}'`,
  );
}

export function withoutOuterSlashes(path: string): string {
  return path.replace(/^\/|\/$/g, '');
}

/**
 * Checks the option `decorators` of a controller.
 *
 * @throws ConfigurationError
 */
export function assertDecorators(decorators: unknown): void {
  const isValid = Array.isArray(decorators) && decorators.every((each) => typeof each === 'function');
  assertOption(isValid, 'decorators', decorators, 'give a list of decorators, such as [Public()]');
}
