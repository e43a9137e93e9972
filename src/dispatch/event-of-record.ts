import { revivedBody } from '../callbacks/body.js';
import { callbackClass } from '../callbacks/catalogue.js';
import type { CallbackRecord } from '../delivery/callback-record.js';
import { TencentChatEvent } from './tencent-chat.event.js';

/** The typed event of a record that was accepted, perhaps by another process. */
export function eventOfRecord(record: CallbackRecord, attempt: number): TencentChatEvent {
  const callback = callbackClass(record.command);
  const body = revivedBody(callback, record.body);
  return new TencentChatEvent({
    ...record,
    name: callback?.event ?? 'tencentChat.unknownCommand',
    eventTime: callback && eventTime(body),
    receivedAt: new Date(record.receivedAt),
    attempt,
    body,
  });
}

function eventTime(body: object): Date | undefined {
  if (!('EventTime' in body) || typeof body.EventTime !== 'number') return undefined;
  const time = new Date(body.EventTime);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
