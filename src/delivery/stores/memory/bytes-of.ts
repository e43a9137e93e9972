import type { CallbackRecord } from '../../port/callback-record.js';

/** What a record takes beside its id and its body: about. */
const RECORD_BYTES = 400;

/** What an object or array takes beside its members, and what a member takes beside its value: about. */
const OBJECT_BYTES = 56;
const MEMBER_BYTES = 8;

/** About how much memory a record takes. By its shape, for a small text can make very many objects. */
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
