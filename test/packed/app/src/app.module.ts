import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
import { AlarmService } from './alarm.service';

export const SDK_APP_ID = 1400000000;
export const TOKEN = 'a-token-of-the-packed-app';

@Module({
  imports: [
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRoot({
      sdkAppId: SDK_APP_ID,
      token: TOKEN,
      // A new one each time: an inbox that stays would take the second run's alarm for a duplicate.
      delivery: lmdbDelivery({ path: mkdtempSync(join(tmpdir(), 'inbox-')) }),
    }),
  ],
  providers: [AlarmService],
})
export class AppModule {}
