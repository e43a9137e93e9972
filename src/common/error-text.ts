import { printable } from './printable.js';

/** The longest line that an error becomes. */
const LINE = 512;

/** What went wrong, in a line: for a dead letter. Whatever was thrown, this does not throw. */
export function errorLine(thrown: unknown): string {
  return printable(messageOf(thrown), LINE);
}

/** Where something was thrown, as far as it says: for logs. Whatever was thrown, this does not throw. */
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
