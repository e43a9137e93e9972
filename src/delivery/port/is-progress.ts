import { isObject } from '../../common/is-object.js';
import type { Progress } from './progress.js';

/** Whether a value that a store has read is a progress, so that the engine can go on from it. */
export function isProgress(value: unknown): value is Progress {
  return (
    isObject(value) &&
    isNumber(Reflect.get(value, 'attempts')) &&
    isList(Reflect.get(value, 'done'), isText) &&
    isList(Reflect.get(value, 'ended'), isEnded) &&
    isAbsentOr(Reflect.get(value, 'left'), (left) => isList(left, isLeft)) &&
    isAbsentOr(Reflect.get(value, 'only'), (only) => isList(only, isText)) &&
    isAbsentOr(Reflect.get(value, 'suspicion'), isSuspicion)
  );
}

function isEnded(value: unknown): boolean {
  return isObject(value) && isText(Reflect.get(value, 'handler')) && isText(Reflect.get(value, 'error'));
}

function isLeft(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(Reflect.get(value, 'handler')) &&
    isNumber(Reflect.get(value, 'attempts')) &&
    isNumber(Reflect.get(value, 'dueAt'))
  );
}

function isSuspicion(value: unknown): boolean {
  return isObject(value) && isNumber(Reflect.get(value, 'deaths'));
}

function isList(value: unknown, holds: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(holds);
}

function isAbsentOr(value: unknown, holds: (present: unknown) => boolean): boolean {
  return value === undefined || holds(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}
