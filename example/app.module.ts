import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { AlarmService } from './alarm.service.js';
import { delivery } from './delivery.js';
import { JournalService } from './journal.service.js';
import { JOURNAL, QUOTA_TIME_ZONE, SDK_APP_ID, TOKEN, TOLERANCE_SECONDS, WEBHOOK_PATH } from './settings.js';

@Module({
  imports: [
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRoot({
      sdkAppId: SDK_APP_ID,
      token: TOKEN,
      toleranceSeconds: TOLERANCE_SECONDS,
      path: WEBHOOK_PATH,
      delivery: delivery.factory,
      quota: { timeZone: QUOTA_TIME_ZONE },
    }),
  ],
  providers: [
    AlarmService,
    ...(JOURNAL === undefined ? [] : [{ provide: JournalService, useValue: new JournalService(JOURNAL) }]),
  ],
})
export class AppModule {}
