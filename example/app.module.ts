import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { AlarmService } from './alarm.service.js';
import { SDK_APP_ID, TOKEN, WEBHOOK_PATH } from './settings.js';

@Module({
  imports: [
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRoot({ sdkAppId: SDK_APP_ID, token: TOKEN, path: WEBHOOK_PATH }),
  ],
  providers: [AlarmService],
})
export class AppModule {}
