import { isUtf8 } from 'node:buffer';
import { isObject } from '../common/is-object.js';
import { RejectedRequest } from './rejected-request.js';

/** Levels of objects and arrays that a body may be nested. Chat's deepest documented one has six. */
const MAX_DEPTH = 32;

/** Members that could reach a prototype when the object is copied; no callback documents either. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor']);

/** JSON that cannot be kept as a body: a scalar, or an object or list that is nested deeper than 32 levels. */
export class UnusableJson {
  /** @param fault in words */
  constructor(readonly fault: string) {}
}

/** The fault of a body that is no object. */
export const NO_OBJECT = 'the body must be a JSON object';

/**
 * Reads a body as UTF-8 JSON, whatever its Content-Type says.
 *
 * - Integers beyond 2^53 arrive as strings of their digits instead of being rounded.
 * - Members called `__proto__` or `constructor` are dropped.
 *
 * @returns the object or list, or `undefined` for an empty body
 * @throws RejectedRequest (400) for anything that is not JSON
 */
export function parseJsonBody(bytes: Buffer): object | UnusableJson | undefined {
  if (!isUtf8(bytes)) throw malformed('the body is not valid UTF-8');
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (text.trim() === '') return undefined;
  const body = parsed(MAYBE_LONG_INTEGER.test(text) ? withLongIntegersQuoted(text) : text);
  if (!isObject(body)) return new UnusableJson(NO_OBJECT);
  return makeSafe(body, 1) ? body : new UnusableJson(`the body is nested deeper than ${MAX_DEPTH} levels`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('the body is not valid JSON');
    throw error;
  }
}

/** An integer that may be beyond 2^53. A false match costs only time. */
const MAYBE_LONG_INTEGER = /[\s:,[]-?[1-9]\d{15,}\s*[,\]}]/;

/** A string, or an integer of so many digits that it may be beyond 2^53. An unterminated string ends with the text. */
const STRING_OR_LONG_INTEGER = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|(?<![\w.+-])-?[1-9]\d{15,}(?=\s*[,\]}])/g;

/** Invalid JSON stays invalid. */
function withLongIntegersQuoted(text: string): string {
  return text.replace(STRING_OR_LONG_INTEGER, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
}

/** Drops the unsafe members, unless the value is nested too deep. */
function makeSafe(value: unknown, depth: number): boolean {
  if (!isObject(value)) return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const element of value) if (!makeSafe(element, depth + 1)) return false;
    return true;
  }
  for (const key of Object.keys(value)) {
    if (!makeSafe(Reflect.get(value, key), depth + 1)) return false;
    if (UNSAFE_KEYS.has(key)) Reflect.deleteProperty(value, key);
  }
  return true;
}

function malformed(message: string): RejectedRequest {
  return new RejectedRequest('malformedBody', 400, message);
}
