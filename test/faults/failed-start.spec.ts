import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startProgram, transpile } from '../support/program.js';
import { hasRedis } from '../support/redis/redis-server.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';
import { startRedis } from '../support/redis/start-redis.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PROGRAM = transpile(new URL('failed-start.ts', import.meta.url));

const TO_END_MS = 10_000;

describe('a NestFactory.create that fails', () => {
  it.each<[string, () => NodeJS.ProcessEnv]>([
    ['in process', () => ({})],
    ['lmdb', () => ({ INBOX: join(temporaryFolder(), 'inbox') })],
  ])('does not keep the process alive (%s)', async (_delivery, env) => {
    expect(await outputOf(env())).toBe('the database is away\n');
  });

  it.runIf(hasRedis())('does not keep the process alive (BullMQ)', async () => {
    const { port } = await startRedis();
    expect(await outputOf({ REDIS: `redis://127.0.0.1:${port}` })).toBe('the database is away\n');
  });

  it.runIf(hasPostgres())('does not keep the process alive (PostgreSQL)', { timeout: 60_000 }, async () => {
    const server = await startPostgres();
    expect(await outputOf({ DATABASE: server.url() })).toBe('the database is away\n');
  });
});

/** Runs the app until it ends, and returns what it has printed. */
async function outputOf(env: NodeJS.ProcessEnv): Promise<string> {
  const child = startProgram(PROGRAM, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([
    text(child.stdout!),
    once(child, 'close', { signal: AbortSignal.timeout(TO_END_MS) }),
  ]);
  expect(code).toBe(0);
  return printed;
}
