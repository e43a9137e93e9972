import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { AlarmService } from './alarm.service.js';

export const SDK_APP_ID = 1400000000;
export const TOKEN = 'a-token-of-the-packed-app';

@Module({
  imports: [
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRoot({ sdkAppId: SDK_APP_ID, token: TOKEN }),
  ],
  providers: [AlarmService],
})
export class AppModule {}
