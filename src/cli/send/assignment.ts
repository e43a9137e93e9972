import { InvalidArgumentError } from 'commander';

/** A member of the body with its new value. */
export type Assignment = readonly [member: string, value: unknown];

/** @throws InvalidArgumentError, which Commander turns into a message */
export function assignment(text: string): Assignment {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('It must be Member=value.');
  return [text.slice(0, equals), assignedValue(text.slice(equals + 1))];
}

/** Parses JSON, or returns the text. Integers that JavaScript would round stay text. */
function assignedValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? text
      : value;
  } catch {
    return text;
  }
}
