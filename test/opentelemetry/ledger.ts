import { Injectable } from '@nestjs/common';
import { type GroupQuotaAlarmEvent, OnTencentChatEvent } from '../../src/index.js';

/** What its test makes of an alarm. */
@Injectable()
export class Ledger {
  onAlarm: (event: GroupQuotaAlarmEvent) => unknown = () => undefined;

  @OnTencentChatEvent('group.quotaAlarm')
  book(event: GroupQuotaAlarmEvent): unknown {
    return this.onAlarm(event);
  }
}
