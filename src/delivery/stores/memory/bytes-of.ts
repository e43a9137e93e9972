import type { CallbackRecord } from '../../port/callback-record.js';

/** Estimated bytes of a record without its id and body. */
const RECORD_BYTES = 400;

/** Estimated bytes of an object or array without its members, and of a member without its value. */
const OBJECT_BYTES = 56;
const MEMBER_BYTES = 8;

/** Estimates how much memory a record takes, in bytes. Counts its objects, because a short text can contain very many. */
export function bytesOf(record: CallbackRecord): number {
  let bytes = RECORD_BYTES + record.id.length;
  const left: unknown[] = [record.body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') bytes += value.length;
    if (typeof value !== 'object' || value === null) continue;
    bytes += OBJECT_BYTES;
    for (const member of Object.values(value)) {
      bytes += MEMBER_BYTES;
      left.push(member);
    }
  }
  return bytes;
}
