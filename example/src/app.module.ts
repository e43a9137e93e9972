import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { TencentChatConsoleModule } from 'nestjs-tencent-chat-webhook/console';
import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
import { openTelemetry } from 'nestjs-tencent-chat-webhook/opentelemetry';
import { AlarmService } from './alarm.service.js';
import { consoleConfig } from './console.config.js';
import { ConsoleGuard, userOf } from './console.guard.js';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true, load: [consoleConfig] }), // reads .env
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
    // Whoever the guard lets in may replay and discard dead letters; `access` could make a difference between people.
    TencentChatConsoleModule.forRoot({ guards: [ConsoleGuard], actor: userOf }),
  ],
  providers: [AlarmService],
})
export class AppModule {}
