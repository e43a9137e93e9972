import { revivedBody } from '../callbacks/wire/typed-body.js';
import type { CallbackClass } from '../callbacks/callback-class.js';
import { takeTypedBody, type CallbackRecord } from '../delivery/port/callback-record.js';
import { synchronous } from '../common/synchronous.js';
import type { EventCall } from '../events/event-call.js';
import { TencentChatEvent } from '../events/tencent-chat.event.js';

export const UNKNOWN_COMMAND = 'tencentChat.unknownCommand';

/**
 * Makes the typed event of a record, which another process may have accepted.
 *
 * @param call the call that gets the event
 * @param body the event's body; by default it is made for this event
 */
export function eventOfRecord(
  record: CallbackRecord,
  callback: CallbackClass | undefined,
  attempt: number,
  call?: EventCall,
  body = takeTypedBody(record) ?? bodyOf(record, callback),
): TencentChatEvent {
  const event = {
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
  };
  return new TencentChatEvent(event, call);
}

/** Makes the typed body of a record. */
export function bodyOf({ body }: CallbackRecord, callback: CallbackClass | undefined): object {
  return callback === undefined ? structuredClone(body) : revivedBody(callback, body);
}

function eventTime(callback: CallbackClass, body: object): Date | undefined {
  const ms = callback.eventTime
    ? synchronous(`eventTime of ${callback.command}`, callback.eventTime(body))
    : 'EventTime' in body
      ? body.EventTime
      : undefined;
  if (typeof ms !== 'number') return undefined;
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
