import { revivedBody } from '../callbacks/wire/typed-body.js';
import type { CallbackClass } from '../callbacks/callback-class.js';
import { takeTypedBody, type CallbackRecord } from '../delivery/port/callback-record.js';
import { TencentChatEvent } from '../events/tencent-chat.event.js';

export const UNKNOWN_COMMAND = 'tencentChat.unknownCommand';

/** Makes the typed event of a record, which another process may have accepted. Each call makes its own body. */
export function eventOfRecord(
  record: CallbackRecord,
  callback: CallbackClass | undefined,
  attempt: number,
): TencentChatEvent {
  const body = takeTypedBody(record) ?? bodyOf(record, callback);
  return new TencentChatEvent({
    id: record.id,
    name: callback?.event ?? UNKNOWN_COMMAND,
    command: record.command,
    sdkAppId: record.sdkAppId,
    clientIp: record.clientIp,
    optPlatform: record.optPlatform,
    requestId: record.requestId,
    eventTime: callback && eventTime(callback, body),
    receivedAt: new Date(record.receivedAt),
    attempt,
    body,
  });
}

function bodyOf({ body }: CallbackRecord, callback: CallbackClass | undefined): object {
  return callback === undefined ? structuredClone(body) : revivedBody(callback, body);
}

function eventTime(callback: CallbackClass, body: object): Date | undefined {
  const ms = callback.eventTime ? callback.eventTime(body) : 'EventTime' in body ? body.EventTime : undefined;
  if (typeof ms !== 'number') return undefined;
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
