import { isInstance } from './is-instance.js';
import { printable } from './printable.js';

/** Longest line and longest stack of an error, in characters. */
const MAX_LINE = 512;
const MAX_STACK = 16_384;

/** Maximum number of messages in the line of an AggregateError. */
const MAX_MESSAGES = 10;

/** Returns the message of a thrown value in one line. Never throws. */
export function errorLine(thrown: unknown): string {
  const messages: string[] = [];
  let left = [thrown];
  while (left.length > 0 && messages.length < MAX_MESSAGES) {
    const [first, ...others] = left;
    messages.push(messageOf(first));
    left = [...errorsOf(first), ...others];
  }
  return printable(messages.join('; '), MAX_LINE);
}

/** Returns the stack of a thrown value for a log, or its message if it has no stack. Never throws. */
export function errorStack(thrown: unknown): string {
  try {
    const stack: unknown = isInstance(thrown, Error) ? thrown.stack : undefined;
    return typeof stack === 'string' ? stack.slice(0, MAX_STACK) : errorLine(thrown);
  } catch {
    return errorLine(thrown);
  }
}

/** The app's code may throw anything: an error without a message, a message that is no string, or a value that cannot be read. */
function messageOf(thrown: unknown): string {
  try {
    const message: unknown = isInstance(thrown, Error) ? thrown.message : thrown;
    return String(message).slice(0, MAX_LINE);
  } catch {
    return `a thrown ${typeof thrown} that cannot be printed`;
  }
}

function errorsOf(thrown: unknown): unknown[] {
  try {
    const errors: unknown = isInstance(thrown, AggregateError) ? thrown.errors : [];
    return Array.isArray(errors) ? errors.slice(0, MAX_MESSAGES) : [];
  } catch {
    return [];
  }
}
