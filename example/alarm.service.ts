import { Injectable, Logger } from '@nestjs/common';
import {
  OnTencentChatEvent,
  type GroupQuotaAlarmEvent,
  type QuotaLevelReachedEvent,
  type TencentChatRejectedEvent,
  type UnknownCommandEvent,
} from 'nestjs-tencent-chat-webhook';
import { levelInWords } from './level-in-words.js';

/** Tells the people who run the app how many groups can still be created today. */
@Injectable()
export class AlarmService {
  private readonly logger = new Logger(AlarmService.name);

  /**
   * Comes once for 70, 80, 90 and 100 %: what to wake people up with. An event may come again, after a crash or a
   * failed attempt. So where you page somebody, pass `event.id` on as the key of the page: it is the same then.
   */
  @OnTencentChatEvent('group.quotaLevelReached')
  warn(event: QuotaLevelReachedEvent): void {
    this.logger.warn(levelInWords(event));
  }

  /** Comes for every group that is created above 70 %: good for a close look, and too much for a log. */
  @OnTencentChatEvent('group.quotaAlarm')
  follow({ body }: GroupQuotaAlarmEvent): void {
    this.logger.debug(`${body.QuotaUsed} of ${body.Quota} groups are used`);
  }

  /** An app has one callback URL for everything, so commands that nobody here asked about arrive as well. */
  @OnTencentChatEvent('tencentChat.unknownCommand')
  noteUnknown({ command }: UnknownCommandEvent): void {
    this.logger.log(`${command} is not known here and was left alone`);
  }

  /** Anybody who finds the URL can cause these: good for a log and a counter, not for waking people up. */
  @OnTencentChatEvent('tencentChat.rejected')
  noteRejected({ status, details }: TencentChatRejectedEvent): void {
    this.logger.log(`a request was refused with ${status}: ${details}`);
  }
}
