/** An app whose `NestFactory.create` fails when the delivery is there, in a process of its own; see `receiver.ts`. */
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { inProcessDelivery, QuotaWatch, TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { bullMqDelivery } from 'nestjs-tencent-chat-webhook/bullmq';
import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
import { postgresDelivery } from 'nestjs-tencent-chat-webhook/postgres';

const { DATABASE, INBOX, REDIS } = process.env;

function delivery() {
  if (DATABASE !== undefined) return postgresDelivery({ connection: DATABASE });
  if (INBOX !== undefined) return lmdbDelivery({ path: INBOX });
  return REDIS === undefined ? inProcessDelivery() : bullMqDelivery({ connection: REDIS });
}

@Module({
  imports: [
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRoot({
      sdkAppId: 1400000000,
      token: 'a-token-of-the-tests',
      delivery: delivery(),
    }),
  ],
  providers: [
    {
      provide: 'pool',
      inject: [QuotaWatch],
      useFactory: () => {
        throw new Error('the database is away');
      },
    },
  ],
})
class AppModule {}

try {
  await NestFactory.create(AppModule, { logger: false, abortOnError: false });
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
