import { isObject } from '../../common/is-object.js';
import type { CallbackRecord } from './callback-record.js';
import type { DeadSummary } from './dead-record.js';

/** Whether a value that a store has read has the members of a record that its handling reads. */
export function isCallbackRecord(value: unknown): value is CallbackRecord {
  return isRecordSummary(value) && isObject(Reflect.get(value, 'body'));
}

/** Whether a value has these members except the body, as lists of dead letters show a record. */
export function isRecordSummary(value: unknown): value is DeadSummary['record'] {
  return (
    isObject(value) &&
    typeof Reflect.get(value, 'id') === 'string' &&
    typeof Reflect.get(value, 'command') === 'string' &&
    typeof Reflect.get(value, 'receivedAt') === 'number'
  );
}
