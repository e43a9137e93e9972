import { appendFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { OnTencentChatEvent, type GroupQuotaAlarmEvent } from 'nestjs-tencent-chat-webhook';
import type { JournalEntry } from './alarm-journal.js';

/** A handler takes about as long as this when it calls somebody else's API, in ms. */
const WORK_MS = 20;

/** Notes every alarm in a file when it was handled, which proves that none was lost. */
@Injectable()
export class AlarmJournalService {
  private readonly file: string;

  constructor(config: ConfigService) {
    this.file = config.getOrThrow<string>('JOURNAL');
  }

  @OnTencentChatEvent('group.quotaAlarm')
  async note({ id, body }: GroupQuotaAlarmEvent): Promise<void> {
    await setTimeout(WORK_MS);
    const entry: JournalEntry = { id, at: body.EventTime, used: body.QuotaUsed };
    // Begins with the line break, so that an entry that a crash cut short does not spoil the next one.
    await appendFile(this.file, `\n${JSON.stringify(entry)}`);
  }
}
