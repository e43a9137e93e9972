import { randomUUID } from 'node:crypto';
import { byRequestId, type IdempotencyKey } from '../callbacks/idempotency-key.js';

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
  readonly body: object;
}

/** Identifies a callback by the rule of its command, or by `RequestId` where the command is not known. */
export function callbackRecord(
  callback: Omit<CallbackRecord, 'id'>,
  keyOf: IdempotencyKey = byRequestId,
): CallbackRecord {
  const key = keyOf(callback.body, callback.requestId) ?? randomUUID();
  return { id: `${callback.sdkAppId}/${callback.command}/${key}`, ...callback };
}
