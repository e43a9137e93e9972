import { randomUUID } from 'node:crypto';
import { byRequestId, type IdempotencyKey } from '../callbacks/idempotency-key.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';

/** An accepted callback as a delivery keeps it: plain members only, so that it survives being written as JSON. */
export interface CallbackRecord {
  /**
   * The same for every copy of a callback that Chat sends, so that duplicates are recognised and handlers can be
   * idempotent; random where nothing identifies the callback.
   */
  readonly id: string;
  readonly command: string;
  readonly sdkAppId: number;
  readonly clientIp?: string;
  readonly optPlatform?: string;
  readonly requestId?: string;
  /** When the callback was accepted, in ms since the epoch. */
  readonly receivedAt: number;
  /**
   * For how long the id is remembered after the record was handled, in ms, where that is longer than the delivery's own
   * `dedupeWindowMs`.
   */
  readonly rememberMs?: number;
  readonly body: object;
}

/** The record of a callback that is accepted now, identified by the rule of its command. */
export function callbackRecord(
  url: AuthenticatedUrl,
  command: string,
  body: object,
  keyOf: IdempotencyKey = byRequestId,
): CallbackRecord {
  const key = keyOf(body, url.requestId) ?? randomUUID();
  // Member by member here and in events: a spread costs several times as much, for every callback.
  return {
    id: `${url.sdkAppId}/${command}/${key}`,
    command,
    sdkAppId: url.sdkAppId,
    clientIp: url.clientIp,
    optPlatform: url.optPlatform,
    requestId: url.requestId,
    receivedAt: Date.now(),
    body,
  };
}
