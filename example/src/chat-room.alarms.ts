import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { OnTencentChatEvent, type QuotaLevelReachedEvent } from 'nestjs-tencent-chat-webhook';
import { levelText } from './alarm.service.js';

/** Sends each level to a chat room of WeCom, if WECOM_URL is set. It is a separate handler: when the room is away, nobody else is warned twice. */
@Injectable()
export class ChatRoomAlarms {
  constructor(private readonly config: ConfigService) {}

  @OnTencentChatEvent('group.quotaLevelReached')
  async post(event: QuotaLevelReachedEvent): Promise<void> {
    const url = this.config.get<string>('WECOM_URL');
    if (!url) return;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ msgtype: 'text', text: { content: levelText(event) } }),
      signal: event.signal, // aborted after a minute
    });
    const answer = await response.text();
    // A room that refuses a message answers 200 with an error code. What throws is tried again.
    if (!/"errcode": *0\b/.test(answer))
      throw new Error(`the chat room answered ${response.status}: ${answer}`);
  }
}
