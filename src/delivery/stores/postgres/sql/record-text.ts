import type { CallbackRecord } from '../../../port/callback-record.js';

/** Precedes the body. It cannot occur within a string, where its quotes would be escaped. */
const BODY = ',"body":';

/** Writes a record as JSON. Its body comes last, so that {@link withoutBody} can cut it off. */
export function recordText({ body, ...record }: CallbackRecord): string {
  return JSON.stringify({ ...record, body });
}

/**
 * Returns SQL that cuts off the body of a record. PostgreSQL must not read it as JSON: it refuses U+0000 and halves of surrogate pairs,
 * and one of them would keep it from listing all dead letters.
 */
export function withoutBody(column: string): string {
  return `left(${column}, strpos(${column}, '${BODY}') - 1) || '}'`;
}
