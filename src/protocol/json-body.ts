import { isUtf8 } from 'node:buffer';
import { parse as parseLossless } from 'lossless-json';
import { RejectedRequest } from './rejected-request.js';

/** Levels of objects and arrays that a body may be nested. Chat's deepest documented one has six. */
const MAX_DEPTH = 32;

/** Members that could reach a prototype when the object is copied; no callback documents either. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor']);

/** A number token of 16 digits or more, the least that may be beyond 2^53; now and then a string matches too. */
const MAYBE_UNSAFE_INTEGER = /[\s,:[-]\d{16}/;

/**
 * Reads a body as UTF-8 JSON, whatever its Content-Type says.
 *
 * - Integers beyond 2^53 arrive as strings of their digits instead of being rounded.
 * - Members called `__proto__` or `constructor` are dropped.
 *
 * @returns the object, or `undefined` for an empty body
 * @throws RejectedRequest (400) for anything that is not one JSON object, or is nested deeper than 32 levels
 */
export function parseJsonBody(bytes: Buffer): object | undefined {
  if (!isUtf8(bytes)) throw malformed('the body is not valid UTF-8');
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (text.trim() === '') return undefined;
  return checkJsonBody(parseJson(text));
}

/** {@link parseJsonBody} for a body that was parsed before it reached us. */
export function checkJsonBody(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('the body must be a JSON object');
  }
  makeSafe(value, 1);
  return value;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (!MAYBE_UNSAFE_INTEGER.test(text)) return value;
    // The lossless parser recurses, so the depth has to be known before it runs.
    makeSafe(value, 1);
    return parseLossless(text, null, {
      parseNumber: exactNumber,
      onDuplicateKey: ({ newValue }) => newValue,
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('the body is not valid JSON');
    throw error;
  }
}

function exactNumber(digits: string): number | string {
  const value = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? digits : value;
}

function makeSafe(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw malformed(`the body is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    for (const element of value) makeSafe(element, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    if (UNSAFE_KEYS.has(key)) Reflect.deleteProperty(value, key);
    else makeSafe(Reflect.get(value, key), depth + 1);
  }
}

function malformed(message: string): RejectedRequest {
  return new RejectedRequest('malformedBody', 400, message);
}
