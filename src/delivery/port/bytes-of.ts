import type { CallbackRecord } from './callback-record.js';

/** Estimated bytes of a record without its id and body. */
const RECORD_BYTES = 400;

/** Estimated bytes of an object or list without its members. */
const OBJECT_BYTES = 56;

/** Estimated bytes of an element of a list without its value. */
const ELEMENT_BYTES = 8;

/** Estimated bytes of a named member without its value and the letters of its name. No other body may share the name. */
const MEMBER_BYTES = 64;

/** Estimated bytes of a number that V8 stores apart from its object. */
const NUMBER_BYTES = 16;

/**
 * Estimates how much memory a record takes, in bytes. Counts its objects and names, because a short text can contain very many. The heap
 * takes at most four times as much, whatever the body.
 */
export function bytesOf(record: CallbackRecord): number {
  let bytes = RECORD_BYTES + record.id.length;
  const left: unknown[] = [record.body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') bytes += value.length;
    else if (typeof value === 'number') bytes += Number.isInteger(value) ? 0 : NUMBER_BYTES;
    else if (Array.isArray(value)) {
      bytes += OBJECT_BYTES + value.length * ELEMENT_BYTES;
      for (const element of value) left.push(element);
    } else if (typeof value === 'object' && value !== null) {
      bytes += OBJECT_BYTES;
      for (const name of Object.keys(value)) {
        bytes += MEMBER_BYTES + name.length;
        left.push(Reflect.get(value, name));
      }
    }
  }
  return bytes;
}
