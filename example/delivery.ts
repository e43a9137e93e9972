import { resolve } from 'node:path';
import { Redis } from 'ioredis';
import type { DeliveryFactory } from 'nestjs-tencent-chat-webhook';
import { bullMqDelivery } from 'nestjs-tencent-chat-webhook/bullmq';
import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
import { INBOX, REDIS_URL } from './settings.js';

/** How acknowledged callbacks survive until they were handled. */
interface ChosenDelivery {
  factory: DeliveryFactory;
  /** The same in plain words, without a password. */
  words: string;
}

/** Your app needs only one of the two, and only its packages: `lmdb`, or `bullmq` and `ioredis`. */
export const delivery = REDIS_URL === undefined ? onDisk(INBOX) : inRedis(REDIS_URL);

/** For one machine: survives a crash of the app. */
function onDisk(path: string): ChosenDelivery {
  return { factory: lmdbDelivery({ path }), words: `inbox on disk, ${resolve(path)}` };
}

/** For several machines: any of them handles what another one has acknowledged. */
function inRedis(url: string): ChosenDelivery {
  const queueName = 'tencent-chat-webhook';
  // Never opened: ioredis has no other way to read a URL. The delivery opens connections of its own.
  const { options } = new Redis(url, { lazyConnect: true });
  const place = options.path ?? `${options.host}:${options.port}`;
  return {
    factory: bullMqDelivery({ connection: { ...options, lazyConnect: false }, queueName }),
    words: `BullMQ queue ${queueName} in database ${options.db} of Redis at ${place}`,
  };
}
