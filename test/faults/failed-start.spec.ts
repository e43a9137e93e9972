import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { hasRedis } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = ts.transpileModule(readFileSync(new URL('failed-start.ts', import.meta.url), 'utf8'), {
  compilerOptions: {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  },
}).outputText;

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
});

/** What the app says until it ends by itself. */
async function outputOf(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    cwd: PACKAGE_ROOT,
    env: { ...process.env, ...env },
    timeout: 10_000,
  });
  return stdout;
}
