import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { TencentChatConsoleModule } from 'nestjs-tencent-chat-webhook/console';
import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
import { openTelemetry } from 'nestjs-tencent-chat-webhook/opentelemetry';
import { postgresDelivery } from 'nestjs-tencent-chat-webhook/postgres';
import { AlarmService } from './alarm.service.js';
import { ChatRoomAlarms } from './chat-room.alarms.js';
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
        // Keeps acknowledged callbacks through a crash: in PostgreSQL, or in a directory on a persistent disk.
        delivery:
          config.get('DELIVERY') === 'postgres'
            ? postgresDelivery({ connection: config.getOrThrow<string>('DATABASE_URL') })
            : lmdbDelivery({ path: config.get<string>('INBOX', './inbox') }),
        telemetry: openTelemetry(),
        quota: {
          guard: {
            // Stops whoever creates this many groups a day, while all others go on. REST calls name the administrator.
            perOperator: { max: 200 },
            exempt: ({ body }) => body.Operator_Account === 'administrator',
          },
        },
      }),
    }),
    // Everyone whom the guard lets in may replay and discard dead letters. The option `access` could distinguish people.
    TencentChatConsoleModule.forRoot({ guards: [ConsoleGuard], actor: userOf }),
  ],
  providers: [AlarmService, ChatRoomAlarms],
})
export class AppModule {}
