import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { RedisServer } from './redis-server.js';

/** Starts a Redis that runs until the end of the test. */
export async function startRedis(): Promise<RedisServer> {
  const redis = await RedisServer.start();
  onTestFinished(() => redis.remove());
  return redis;
}

/** Returns the process id that Redis reports. */
export async function pidOfRedis({ port }: RedisServer): Promise<number> {
  const client = new Redis(port);
  const info = await client.info('server');
  client.disconnect();
  const pid = /process_id:(\d+)/.exec(info)?.[1];
  if (pid === undefined) throw new Error('Redis does not report its process id');
  return Number(pid);
}
