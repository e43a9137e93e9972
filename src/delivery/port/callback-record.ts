import { randomUUID } from 'node:crypto';
import { byRequestId, type IdempotencyKey } from '../../callbacks/idempotency-key.js';
import type { AuthenticatedUrl } from '../../protocol/authentication.js';

/** An accepted callback as a delivery keeps it: plain members only, so that it survives being written as JSON. */
export interface CallbackRecord {
  /**
   * The same for every copy of a callback that Chat sends, so that duplicates are recognised and handlers can be
   * idempotent; random where nothing identifies the callback.
   */
  readonly id: string;
  /** Name of the registration that accepted it. Others leave it alone. */
  readonly registration: string;
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
  /** Where it was received in a trace, as W3C Trace Context has it. */
  readonly traceparent?: string;
  /** Made by a handler from another callback, not received. It is accepted while the delivery drains, too. */
  readonly derived?: true;
  /** The body as it was received. */
  readonly body: object;
}

/** The record of a callback that is accepted now, identified by the rule of its command. */
export function callbackRecord(
  registration: string,
  url: AuthenticatedUrl,
  command: string,
  body: object,
  keyOf: IdempotencyKey = byRequestId,
  traceparent?: string,
): CallbackRecord {
  const key = keyOf(body, url.requestId) ?? randomUUID();
  // Member by member here and in events: a spread costs several times as much, for every callback.
  return {
    // Joined, so that it is one string: a template keeps its pieces, and with them the URL that they were cut from.
    id: [url.sdkAppId, command, key].join('/'),
    registration,
    command,
    sdkAppId: url.sdkAppId,
    clientIp: url.clientIp,
    optPlatform: url.optPlatform,
    requestId: url.requestId,
    receivedAt: Date.now(),
    traceparent,
    body,
  };
}

/** Where a record that was just received keeps its checked body, for the first handler that wants it. */
const TYPED_BODY = Symbol('TencentChatTypedBody');

interface ReceivedRecord extends CallbackRecord {
  [TYPED_BODY]?: object;
}

/** Keeps the instance that the check of a body has made. It is written nowhere. */
export function keepTypedBody(record: CallbackRecord, body: object): void {
  const received: ReceivedRecord = record;
  received[TYPED_BODY] = body;
}

/** The instance that was kept, once: what a handler changes in it, no other one sees. */
export function takeTypedBody(record: CallbackRecord): object | undefined {
  const received: ReceivedRecord = record;
  const body = received[TYPED_BODY];
  received[TYPED_BODY] = undefined;
  return body;
}
