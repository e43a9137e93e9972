import { randomUUID } from 'node:crypto';
import { callbackClass } from '../callbacks/catalogue.js';
import { byRequestId } from '../callbacks/idempotency-key.js';

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

/** A record that has yet to be identified. */
export type NewCallback = Omit<CallbackRecord, 'id'>;

/** Identifies a callback by the rule of its command. */
export function callbackRecord(callback: NewCallback): CallbackRecord {
  const keyOf = callbackClass(callback.command)?.idempotencyKey ?? byRequestId;
  const key = keyOf(callback.body, callback.requestId) ?? randomUUID();
  return { id: `${callback.sdkAppId}/${callback.command}/${key}`, ...callback };
}
