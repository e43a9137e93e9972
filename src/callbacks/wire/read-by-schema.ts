import { errorLine } from '../../common/error-text.js';
import { isObject } from '../../common/is-object.js';
import { printable } from '../../common/printable.js';
import { isIgnoredPromise } from '../../common/synchronous.js';
import type { Faults } from './faults.js';
import type { SchemaIssue, StandardSchema } from '../../common/standard-schema.js';

/** Longest path and longest message of an issue, in characters. */
const LONGEST = 200;

/**
 * Turns a body into what a schema makes of it. The schema gets a copy: some schemas return parts of what they get, and a handler may
 * change its body.
 *
 * @returns the body as it came if the schema refuses it, fails, or is asynchronous
 */
export function readBySchema(schema: StandardSchema, body: object, faults: Faults): object {
  try {
    const result = schema['~standard'].validate(structuredClone(body));
    if (isIgnoredPromise(result)) throw new TypeError('it is asynchronous: give it synchronous checks only');
    if (result.issues === undefined && isObject(result.value)) return result.value;
    for (const { path, message } of result.issues ?? []) {
      faults.add(printable(pathText(path ?? []), LONGEST), printable(message, LONGEST));
    }
    if (faults.total === 0) throw new TypeError('it returned neither an object nor an issue');
  } catch (error) {
    faults.add('the body:', `its schema failed: ${errorLine(error)}`);
  }
  return body;
}

/** Whether a schema answers `{}` with a promise. Asynchronous checks of members that are missing stay unseen. */
export function isSeenAsynchronous(schema: StandardSchema): boolean {
  try {
    return isIgnoredPromise(schema['~standard'].validate({}));
  } catch {
    return false;
  }
}

/** Such as `Scores[0].Value:`. */
function pathText(path: NonNullable<SchemaIssue['path']>): string {
  const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
  const text = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return `${text.replace(/^\./, '') || 'the body'}:`;
}
