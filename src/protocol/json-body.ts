import { isUtf8 } from 'node:buffer';
import type * as LosslessJson from 'lossless-json';
import { RejectedRequest } from './rejected-request.js';

/** Levels of objects and arrays that a body may be nested. Chat's deepest documented one has six. */
const MAX_DEPTH = 32;

/** Members that could reach a prototype when the object is copied; no callback documents either. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor']);

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
  const body = objectOf(parsedBy(JSON.parse, text));
  if (makeSafe(body, 1)) return body;
  // This parser recurses: only now it is known that the body is not too deep.
  return checkJsonBody(parsedBy(parseExactly, text));
}

/** {@link parseJsonBody} for a body that was parsed before it reached us. */
export function checkJsonBody(value: unknown): object {
  const body = objectOf(value);
  makeSafe(body, 1);
  return body;
}

function parsedBy(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('the body is not valid JSON');
    throw error;
  }
}

/** Loaded when there is such an integer, which is seldom. */
function parseExactly(text: string): unknown {
  const { parse }: typeof LosslessJson = require('lossless-json');
  return parse(text, null, {
    parseNumber: exactNumber,
    onDuplicateKey: ({ newValue }) => newValue,
  });
}

function exactNumber(digits: string): number | string {
  const value = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? digits : value;
}

function objectOf(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw malformed('the body must be a JSON object');
}

/** @returns whether no number in it can be an integer that was rounded */
function makeSafe(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) throw malformed(`the body is nested deeper than ${MAX_DEPTH} levels`);
  let exact = true;
  if (Array.isArray(value)) {
    for (const element of value) exact = makeSafe(element, depth + 1) && exact;
    return exact;
  }
  for (const key of Object.keys(value)) {
    if (UNSAFE_KEYS.has(key)) Reflect.deleteProperty(value, key);
    else exact = makeSafe(Reflect.get(value, key), depth + 1) && exact;
  }
  return exact;
}

function malformed(message: string): RejectedRequest {
  return new RejectedRequest('malformedBody', 400, message);
}
