import { randomUUID } from 'node:crypto';
import type { CallbackClass } from '../../callbacks/callback-class.js';
import { byRequestId } from '../../callbacks/idempotency-key.js';
import { synchronous } from '../../common/synchronous.js';
import type { AuthenticatedUrl } from '../../protocol/authentication.js';

/** An accepted callback as a delivery keeps it: plain members only, so that it survives being written as JSON. */
export interface CallbackRecord {
  /**
   * Idempotency key: the same for every copy of a callback that Chat sends. Random if nothing identifies the callback.
   */
  readonly id: string;
  /** Name of the registration that accepted it. Other registrations must not handle it. */
  readonly registration: string;
  readonly command: string;
  readonly sdkAppId: number;
  readonly clientIp?: string;
  readonly optPlatform?: string;
  readonly requestId?: string;
  /** When the callback was accepted, in ms since the epoch. */
  readonly receivedAt: number;
  /**
   * How long the id is remembered after the record was handled, in ms, if that is longer than the delivery's `dedupeWindowMs`.
   */
  readonly rememberMs?: number;
  /** Trace context of its request (W3C Trace Context). */
  readonly traceparent?: string;
  /** Set if a handler derived it from another callback. The delivery accepts it even while it drains. */
  readonly derived?: true;
  /** The body as it was received. */
  readonly body: object;
}

/** What identifies the callbacks of a command. */
export type CallbackIdentity = Pick<CallbackClass, 'command' | 'idempotencyKey'>;

/**
 * Makes the record of a callback that is accepted now.
 *
 * @param command the received word
 * @param identity the class of the command, whose rule identifies the callback whatever its word
 * @throws what `idempotencyKey` throws, and TypeError if it returns no text
 */
export function callbackRecord(
  registration: string,
  url: AuthenticatedUrl,
  command: string,
  body: object,
  identity: CallbackIdentity = { command, idempotencyKey: byRequestId },
  traceparent?: string,
): CallbackRecord {
  const key = keyOf(identity, body, url.requestId) ?? randomUUID();
  // Written member by member, here and in events: a spread costs several times as much for every callback.
  const record: ReceivedRecord = {
    // Joined into one string: a template would keep its pieces, and with them the URL that they are substrings of.
    id: [url.sdkAppId, identity.command, key].join('/'),
    registration,
    command,
    sdkAppId: url.sdkAppId,
    clientIp: url.clientIp,
    optPlatform: url.optPlatform,
    requestId: url.requestId,
    receivedAt: Date.now(),
    traceparent,
    body,
    // A member that is added later takes 40 bytes more.
    [TYPED_BODY]: undefined,
  };
  return record;
}

/** @throws TypeError if the key is no text: as text, every object would be the same, and every callback a duplicate */
function keyOf(
  { command, idempotencyKey }: CallbackIdentity,
  body: object,
  requestId: string | undefined,
): string | undefined {
  const key: unknown = synchronous('idempotencyKey', idempotencyKey(body, requestId));
  if (key === undefined || key === null || typeof key === 'string') return key ?? undefined;
  throw new TypeError(`idempotencyKey of ${command} returned neither a text nor undefined`);
}

/** Key of the checked body that a newly received record keeps for its first handler. */
const TYPED_BODY = Symbol('TencentChatTypedBody');

interface ReceivedRecord extends CallbackRecord {
  [TYPED_BODY]?: object;
}

/** Keeps the instance that the check of a body has made. No store writes it. */
export function keepTypedBody(record: CallbackRecord, body: object): void {
  const received: ReceivedRecord = record;
  received[TYPED_BODY] = body;
}

/** Takes the kept instance, once, so that no other handler sees the changes of the first one. */
export function takeTypedBody(record: CallbackRecord): object | undefined {
  const received: ReceivedRecord = record;
  const body = received[TYPED_BODY];
  received[TYPED_BODY] = undefined;
  return body;
}
