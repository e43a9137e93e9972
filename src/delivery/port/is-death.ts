import { isObject } from '../../common/is-object.js';
import type { Death } from './dead-record.js';

/** Whether a value that a store has read says why a record died. */
export function isDeath(value: unknown): value is Death {
  return (
    isObject(value) &&
    typeof Reflect.get(value, 'reason') === 'string' &&
    Array.isArray(Reflect.get(value, 'handlers')) &&
    typeof Reflect.get(value, 'attempts') === 'number' &&
    typeof Reflect.get(value, 'error') === 'string'
  );
}
