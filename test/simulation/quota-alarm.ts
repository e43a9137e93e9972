import { GroupQuotaAlarmDto } from 'nestjs-tencent-chat-webhook';
import { sampleCallback } from 'nestjs-tencent-chat-webhook/testing';

/**
 * Body of a quota alarm. Two equal bodies are one alarm to the receiver, so give each a time of its own.
 *
 * @param eventTime in ms since the epoch
 */
export function quotaAlarm(used: number, quota: number, eventTime: number): object {
  return {
    ...sampleCallback(GroupQuotaAlarmDto.command),
    QuotaUsed: used,
    Quota: quota,
    EventTime: eventTime,
  };
}
