import { bytesOf } from '../../../port/bytes-of.js';
import type { CallbackRecord } from '../../../port/callback-record.js';

/** Bytes of the pages that a record changes in all tables. */
const PAGES = 16 * 1024;

/** Maximum bytes of a letter in JSON: a control character, or half of a surrogate pair. */
const BYTES_PER_LETTER = 6;

/** Estimated bytes from which on a record is measured: the estimate of a long text would be six times too large. */
const MEASURED_FROM = 16 * 1024;

/** Returns the maximum bytes of a new record in the file. */
export function fileBytesOf(record: CallbackRecord, bytes = bytesOf(record)): number {
  return PAGES + jsonBytesOf(record, bytes);
}

/** Returns the maximum bytes of a record's JSON. */
export function jsonBytesOf(record: CallbackRecord, bytes: number): number {
  return bytes < MEASURED_FROM ? bytes * BYTES_PER_LETTER : Buffer.byteLength(JSON.stringify(record));
}
