import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { RejectedRequest } from '../../protocol/rejected-request.js';
import type { CallbackClass } from '../callback-class.js';
import { wireReader } from './wire-reader.js';
import { UNSURE } from './wire-rules.js';

/** As many faults are named. */
const MOST_FAULTS = 10;
/** The longest text that names them, in characters. */
const LONGEST_TEXT = 1000;
/** Longer lists are looked through in parts of that length: the first part with a fault is enough. */
const PART = 128;

/**
 * Turns a body into an instance of its command's class. Members that the class does not name are kept.
 *
 * @throws RejectedRequest (400) naming at most ten members that do not match the class
 */
export function typedBody(callback: CallbackClass, body: object): object {
  const reader = wireReader(callback);
  if (reader !== undefined) {
    const read = reader.read(body);
    if (read !== UNSURE) return read;
    assertNone(faults(validated(plainToInstance(callback, reader.excerpt(body)))), body);
  }
  for (const [name, list] of Object.entries(body)) {
    if (Array.isArray(list) && list.length > PART) assertParts(callback, body, name, list);
  }
  const typed = plainToInstance(callback, body);
  assertNone(faults(validated(typed)), body);
  return typed;
}

/** Looks only at the elements: what else the class says of the whole list is not true of its parts. */
function assertParts(callback: CallbackClass, body: object, name: string, list: readonly unknown[]): void {
  for (let start = 0; start < list.length; start += PART) {
    const part = plainToInstance(callback, { [name]: list.slice(start, start + PART) });
    const error = validated(part).find(({ property }) => property === name);
    const ofElements = Object.values(error?.constraints ?? {}).filter((fault) =>
      fault.startsWith('each value'),
    );
    assertNone([...ofElements, ...faults(error?.children ?? [])], body);
  }
}

function validated(typed: object): ValidationError[] {
  return validateSync(typed, { stopAtFirstError: true, forbidUnknownValues: false });
}

function faults(errors: readonly ValidationError[]): string[] {
  return errors.flatMap(({ constraints = {}, children = [] }) => [
    ...Object.values(constraints),
    ...faults(children),
  ]);
}

function assertNone(found: readonly string[], body: object): void {
  if (found.length === 0) return;
  const named = found.slice(0, MOST_FAULTS).join('; ').slice(0, LONGEST_TEXT);
  const more = found.length - MOST_FAULTS;
  throw new RejectedRequest('invalidBody', 400, more > 0 ? `${named}; and ${more} more` : named, { body });
}

/** An instance of the command's class, from a body that was checked before. */
export function revivedBody(callback: CallbackClass | undefined, body: object): object {
  if (callback === undefined || body instanceof callback) return body;
  const read = wireReader(callback)?.read(body) ?? UNSURE;
  return read === UNSURE ? plainToInstance(callback, body) : read;
}

/**
 * The URL names the command; a body may repeat it, and must not contradict.
 *
 * @throws RejectedRequest (400)
 */
export function assertSameCommand(command: string, body: object): void {
  if (!('CallbackCommand' in body) || body.CallbackCommand === command) return;
  const named = body.CallbackCommand;
  const seen = typeof named === 'string' ? named : JSON.stringify(named);
  throw new RejectedRequest('malformedBody', 400, "the body's CallbackCommand is not the URL's", {
    seen,
    body,
  });
}
