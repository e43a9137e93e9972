import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { RejectedRequest } from '../protocol/rejected-request.js';
import type { CallbackClass } from './callback-class.js';

/**
 * Turns a body into an instance of its command's class. Members that the class does not name are kept.
 *
 * @throws RejectedRequest (400) naming every member that is not as the class says
 */
export function typedBody(callback: CallbackClass, body: object): object {
  const typed = plainToInstance(callback, body);
  const errors = validateSync(typed, { stopAtFirstError: true, forbidUnknownValues: false });
  if (errors.length > 0) throw new RejectedRequest('invalidBody', 400, faults(errors).join('; '), { body });
  return typed;
}

/** An instance of the command's class, from a body that was checked before. */
export function revivedBody(callback: CallbackClass | undefined, body: object): object {
  return callback === undefined || body instanceof callback ? body : plainToInstance(callback, body);
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

function faults(errors: ValidationError[]): string[] {
  return errors.flatMap(({ constraints = {}, children = [] }) => [
    ...Object.values(constraints),
    ...faults(children),
  ]);
}
