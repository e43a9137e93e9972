import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { sampleCallback } from '../../src/testing/index.js';
import { temporaryFolder } from '../faults/temporary-folder.js';
import { freePort } from '../redis/redis-server.js';
import { send } from '../e2e/send.js';
import { startApp } from '../simulation/app-process.js';
import { PretendChat } from '../simulation/pretend-chat.js';

const EXAMPLE = fileURLToPath(new URL('../../example/', import.meta.url));
const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const chat = new PretendChat({ sdkAppId: 1400000000, token: 'example-token' }, () => {});

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [TSC, '--build', EXAMPLE]);
}, 60_000);

async function environment(): Promise<Record<string, string>> {
  return {
    INBOX: join(temporaryFolder(), 'inbox'),
    PORT: '0',
    OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()),
  };
}

it('receives with the settings of its .env, serves metrics, and ends with 0', async () => {
  const env = await environment();
  const app = await startApp(join(EXAMPLE, 'dist/main.js'), env, ending(), EXAMPLE);
  const body = {
    ...sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm'),
    EventTime: Date.now(),
    QuotaUsed: 9100,
  };
  expect(await chat.post(app.url, { body })).toMatchObject({ status: 200 });
  await app.hasLogged(/^90 % of today's groups are used: 9,100 of 10,000, 900 left; no forecast yet$/);

  const port = env.OTEL_EXPORTER_PROMETHEUS_PORT;
  const metrics = await send(`http://127.0.0.1:${port}/metrics`, { method: 'GET' });
  expect(metrics.text).toMatch(/^tencent_chat_quota_used\{[^}]*\} 9100$/m);
  expect(await app.stop()).toBe(0);
});

it('says what to do about a port that is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const env = { ...process.env, ...(await environment()), PORT: String(port), NO_COLOR: '1' };
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: EXAMPLE,
    env,
    signal: ending(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number | null];
  const [stdout, stderr] = await said;
  expect(code).toBe(1);
  const [lastLine] = stderr.trimEnd().split('\n').slice(-1);
  expect(lastLine).toMatch(
    new RegExp(`Port ${port} is in use: stop what listens there, or take another port, PORT=3001 npm start$`),
  );
  expect(stdout + stderr).not.toMatch(/^ +at /m);
});

function ending(): AbortSignal {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  return controller.signal;
}
