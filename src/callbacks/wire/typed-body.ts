import { NO_OBJECT } from '../../protocol/json-body.js';
import { RejectedRequest } from '../../protocol/rejected-request.js';
import type { CallbackClass } from '../callback-class.js';
import { Faults } from './faults.js';
import { readBySchema } from './read-by-schema.js';
import { readObject } from './wire-reader.js';

/** A body as its class has it. */
export interface ReadBody {
  /** An instance of the class. Members that the class does not name are kept, and those that are unlike the class as well. */
  readonly typed: object;
  /** Names at most ten members that do not match the class; `undefined` if all do. */
  readonly fault?: string;
}

/** Turns a body into an instance of its command's class. */
export function readBody(callback: CallbackClass, body: object): ReadBody {
  if (Array.isArray(body)) return { typed: new callback(), fault: NO_OBJECT };
  const faults = new Faults();
  const { schema } = callback;
  const typed =
    schema === undefined ? readObject(callback, body, faults) : readBySchema(schema, body, faults);
  return faults.total === 0 ? { typed } : { typed, fault: faults.toString() };
}

/**
 * Turns a body into an instance of its command's class. Members that the class does not name are kept.
 *
 * @throws RejectedRequest (400) naming at most ten members that do not match the class
 */
export function typedBody(callback: CallbackClass, body: object): object {
  const { typed, fault } = readBody(callback, body);
  if (fault === undefined) return typed;
  throw new RejectedRequest('invalidBody', 400, fault, { body });
}

/**
 * An instance of the command's class, from a body that was checked before.
 *
 * @throws TypeError if the command now has a schema that refuses the body, whose output would not be what the handler expects
 */
export function revivedBody(callback: CallbackClass, body: object): object {
  if (body instanceof callback) return body;
  const { typed, fault } = readBody(callback, body);
  if (fault === undefined || callback.schema === undefined) return typed;
  throw new TypeError(`the body of ${callback.command} does not match its schema: ${fault}`);
}
