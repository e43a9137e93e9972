import { printable } from './printable.js';

/** Longest line of an error, in characters. */
const MAX_LINE = 512;

/** Returns the message of a thrown value in one line. Does not throw. */
export function errorLine(thrown: unknown): string {
  return printable(messageOf(thrown), MAX_LINE);
}

/** Returns the stack of a thrown value for a log, or its message if it has no stack. Does not throw. */
export function errorStack(thrown: unknown): string {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return typeof stack === 'string' ? stack : errorLine(thrown);
}

function messageOf(thrown: unknown): string {
  try {
    if (thrown instanceof AggregateError && thrown.errors.length > 0) {
      return [thrown.message, ...thrown.errors.map(messageOf)].join('; ');
    }
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return `a thrown ${typeof thrown} that cannot be printed`;
  }
}
