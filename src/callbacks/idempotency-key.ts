import { hash } from 'node:crypto';

/**
 * Finds what identifies a callback among those of its command and app; `undefined` where nothing does, in which
 * case the callback is delivered and never guessed to be a duplicate.
 *
 * @param requestId the undocumented `RequestId` from the URL
 */
export type IdempotencyKey = (body: object, requestId: string | undefined) => string | undefined;

/** For bodies that hold an `EventTime` in ms: the same body is the same callback. */
export const byEventTimeAndBody: IdempotencyKey = (body) =>
  'EventTime' in body ? hash('sha256', JSON.stringify(body), 'hex') : undefined;

/** For callbacks of which nothing else is known. */
export const byRequestId: IdempotencyKey = (_body, requestId) => requestId;
