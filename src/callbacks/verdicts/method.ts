import { isObject } from '../../common/is-object.js';
import type { Verdict } from './verdict.js';

/**
 * A method of an event that builds a verdict. What a command does not honour is an error, and never silently ignored.
 *
 * @param honoured how to call the method, for the message
 * @param plainly builds the verdict that counts if the handler fails with the error
 * @throws TypeError for more arguments than `build` has parameters, and what `build` throws
 */
export function verdictMethod<Given extends unknown[], Said>(
  command: string,
  honoured: string,
  build: (...given: Given) => Said,
  plainly?: () => Verdict,
): (...given: Given) => Said {
  return (...given) => {
    try {
      if (given.slice(build.length).every((each) => each === undefined)) return build(...given);
      throw new TypeError(`${command} honours ${honoured}, without any other argument`);
    } catch (error) {
      if (plainly !== undefined && isObject(error)) plainVerdicts.set(error, plainly());
      throw error;
    }
  };
}

const plainVerdicts = new WeakMap<object, Verdict>();

/** The verdict of a handler that failed with such an error: a rejection that was built wrongly is still a rejection. */
export function plainVerdictOf(error: unknown): Verdict | undefined {
  return isObject(error) ? plainVerdicts.get(error) : undefined;
}

/** @throws TypeError unless it is an object with none but these members */
export function assertMembers(
  command: string,
  given: unknown,
  names: readonly string[],
): asserts given is object {
  if (isObject(given) && Object.keys(given).every((name) => names.includes(name))) return;
  throw new TypeError(`${command} honours an object of ${names.join(' and ')}, and nothing else`);
}

/** @throws TypeError unless it is a string */
export function assertText(command: string, name: string, given: unknown): void {
  if (typeof given !== 'string')
    throw new TypeError(`${command} honours a string as ${name}, not a ${typeof given}`);
}

/** Returns the UserIDs in a member of the items of a body's list. Skips what is no text: a body may be unlike its class. */
export function accountsIn(body: object, list: string, name: string): string[] {
  const items: unknown = Reflect.get(body, list);
  if (!Array.isArray(items)) return [];
  const accounts = items.map((each: unknown): unknown => isObject(each) && Reflect.get(each, name));
  return accounts.filter((account) => typeof account === 'string');
}

/** @throws TypeError unless it is a list of strings */
export function assertTexts(command: string, name: string, given: unknown): void {
  if (Array.isArray(given) && given.every((each) => typeof each === 'string')) return;
  throw new TypeError(`${command} honours a list of strings as ${name}`);
}
