/**
 * A method of an event that builds a verdict. What a command does not honour is an error, and never ignored without a word.
 *
 * @param honoured how the method is to be called, for the message
 * @throws TypeError for more arguments than `build` has parameters
 */
export function verdictMethod<Given extends unknown[], Said>(
  command: string,
  honoured: string,
  build: (...given: Given) => Said,
): (...given: Given) => Said {
  return (...given) => {
    if (given.slice(build.length).every((each) => each === undefined)) return build(...given);
    throw new TypeError(`${command} honours ${honoured}, without any other argument`);
  };
}

/** @throws TypeError unless it is an object with none but these members */
export function assertMembers(
  command: string,
  given: unknown,
  names: readonly string[],
): asserts given is object {
  if (typeof given === 'object' && given !== null && Object.keys(given).every((name) => names.includes(name)))
    return;
  throw new TypeError(`${command} honours an object of ${names.join(' and ')}, and nothing else`);
}

/** @throws TypeError unless it is a string */
export function assertText(command: string, name: string, given: unknown): void {
  if (typeof given !== 'string')
    throw new TypeError(`${command} honours a string as ${name}, not a ${typeof given}`);
}

/** @throws TypeError unless it is a list of strings */
export function assertTexts(command: string, name: string, given: unknown): void {
  if (Array.isArray(given) && given.every((each) => typeof each === 'string')) return;
  throw new TypeError(`${command} honours a list of strings as ${name}`);
}
