import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
import { openTelemetry } from 'nestjs-tencent-chat-webhook/opentelemetry';
import { AlarmService } from './alarm.service.js';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }), // reads .env
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        sdkAppId: Number(config.getOrThrow<string>('TENCENT_CHAT_SDK_APP_ID')),
        token: config.getOrThrow<string>('TENCENT_CHAT_TOKEN'),
        // Keeps what was acknowledged through a crash: a directory on a disk that stays.
        delivery: lmdbDelivery({ path: config.get<string>('INBOX', './inbox') }),
        telemetry: openTelemetry(),
      }),
    }),
  ],
  providers: [AlarmService],
})
export class AppModule {}
