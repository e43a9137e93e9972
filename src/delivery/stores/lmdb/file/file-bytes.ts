import { bytesOf } from '../../../port/bytes-of.js';
import type { CallbackRecord } from '../../../port/callback-record.js';

/** Bytes of the pages that a record changes in all tables. */
const PAGES = 16 * 1024;

/** Bytes that a letter takes in JSON at most: a control character, or half of a surrogate pair. */
const BYTES_PER_LETTER = 6;

/** Estimated bytes from which on a record is measured: the estimate of a long text would be six times too large. */
const MEASURED_FROM = 16 * 1024;

/** Returns how many bytes a new record takes in the file at most. */
export function fileBytesOf(record: CallbackRecord, bytes = bytesOf(record)): number {
  return PAGES + jsonBytesOf(record, bytes);
}

/** Returns how many bytes the JSON of a record has at most. */
export function jsonBytesOf(record: CallbackRecord, bytes: number): number {
  return bytes < MEASURED_FROM ? bytes * BYTES_PER_LETTER : Buffer.byteLength(JSON.stringify(record));
}
