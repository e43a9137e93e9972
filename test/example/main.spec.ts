import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { sampleCallback } from '../../src/testing/index.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { freePort } from '../support/redis/redis-server.js';
import { send } from '../support/send.js';
import { startApp, type AppProcess } from '../simulation/app-process.js';
import { PretendChat } from '../simulation/pretend-chat.js';

const EXAMPLE = fileURLToPath(new URL('../../example/', import.meta.url));
const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const chat = new PretendChat({ sdkAppId: 1400000000, token: 'example-token' });

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [TSC, '--build', EXAMPLE]);
}, 60_000);

/** Where the console is, and what lets in, when its password was made at the start. */
const CONSOLE_WITH_PASSWORD = /Console: (\S+) \(any user name, password (\S+), until the next start\)$/;

const CHALLENGE = 'Basic realm="console", charset="UTF-8"';

async function startExample(env: Record<string, string> = {}): Promise<AppProcess> {
  const main = join(EXAMPLE, 'dist/main.js');
  return startApp(main, ending(), { env: { ...(await environment()), ...env }, cwd: EXAMPLE });
}

async function environment(): Promise<Record<string, string>> {
  return {
    INBOX: join(temporaryFolder(), 'inbox'),
    PORT: '0',
    OTEL_EXPORTER_PROMETHEUS_PORT: String(await freePort()),
  };
}

it('receives with the settings of its .env, serves metrics, and ends with 0', async () => {
  const metricsPort = String(await freePort());
  const app = await startExample({ OTEL_EXPORTER_PROMETHEUS_PORT: metricsPort });
  const body = {
    ...sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm'),
    EventTime: Date.now(),
    QuotaUsed: 9100,
  };
  expect(await chat.post(app.url, { body })).toMatchObject({ status: 200 });
  await app.hasLogged(/^90 % of today's groups are used: 9,100 of 10,000, 900 left; no forecast yet$/);

  const metrics = await send(`http://127.0.0.1:${metricsPort}/metrics`, { method: 'GET' });
  expect(metrics.text).toMatch(/^tencent_chat_quota_used\{[^}]*\} 9100$/m);
  expect(await app.stop()).toBe(0);
});

it.runIf(hasPostgres())(
  'keeps callbacks in PostgreSQL with DELIVERY=postgres',
  { timeout: 60_000 },
  async () => {
    const server = await startPostgres();
    const app = await startExample({ DELIVERY: 'postgres', DATABASE_URL: server.url() });
    const body = {
      ...sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm'),
      EventTime: Date.now(),
      QuotaUsed: 9100,
    };
    expect(await chat.post(app.url, { body })).toMatchObject({ status: 200 });
    await app.hasLogged(/^90 % of today's groups are used/);
    const [row] = await server.ask<{ count: number }>(
      'select count(*)::int as count from tencent_chat.callback',
    );
    expect(row?.count).toBe(2);
    expect(await app.stop()).toBe(0);
  },
);

it('sends each level to the chat room of WECOM_URL, again when the room has refused it', async () => {
  const messages: string[] = [];
  const room = createHttpServer((request, response) => {
    void text(request).then((message) => {
      messages.push(message);
      response.end(
        messages.length === 1 ? '{"errcode":45009,"errmsg":"freq out of limit"}' : '{"errcode":0}',
      );
      room.emit('message');
    });
  }).listen(0, '127.0.0.1');
  await once(room, 'listening');
  onTestFinished(() => void room.close());
  const { port } = room.address() as AddressInfo;
  const app = await startExample({ WECOM_URL: `http://127.0.0.1:${port}/send?key=a-key` });
  const body = {
    ...sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm'),
    EventTime: Date.now(),
    QuotaUsed: 9100,
  };
  expect(await chat.post(app.url, { body })).toMatchObject({ status: 200 });
  while (messages.length < 2) await once(room, 'message');
  expect(messages[1]).toBe(messages[0]);
  expect(messages[0]).toContain("90 % of today's groups are used: 9,100 of 10,000");
  expect(await app.stop()).toBe(0);
  expect(app.printed.join('\n')).not.toContain('a-key');
});

describe('its console', () => {
  const login = (name: string, password: string) => ({
    Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
  });

  it('is behind a password that is made at each start, and printed once', async () => {
    const first = await startExample();
    const [, url = '', password = ''] = await first.hasPrinted(CONSOLE_WITH_PASSWORD);
    expect(password).toMatch(/^[\w-]{16}$/);
    expect(url).toBe(first.url.replace('webhook', 'console'));
    const get = (path: string, headers = {}) => send(url + path, { method: 'GET', headers });

    for (const path of ['/', '/assets/console.js', '/api/overview', '/api/stream', '/api/dead-letters']) {
      const { status, headers } = await get(path);
      expect([path, status, headers['www-authenticate']]).toEqual([path, 401, CHALLENGE]);
    }
    expect((await get('/', login('ann', `${password}!`))).status).toBe(401);
    const page = await get('/', login('ann', password));
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('assets/console.js')]);
    expect((await get('/api/overview', login('ann', password))).json).toMatchObject({ access: 'operate' });
    expect(await first.stop()).toBe(0);
    expect(first.printed.filter((line) => line.includes(password))).toHaveLength(1);

    const second = await startExample();
    const [, , other = ''] = await second.hasPrinted(CONSOLE_WITH_PASSWORD);
    expect(other).toMatch(/^[\w-]{16}$/);
    expect(other).not.toBe(password);
  });

  it('makes a password where an empty one is given', async () => {
    const app = await startExample({ CONSOLE_PASSWORD: '' });
    const [, url = ''] = await app.hasPrinted(CONSOLE_WITH_PASSWORD);
    expect((await send(url, { method: 'GET', headers: login('ann', '') })).status).toBe(401);
  });

  it('takes its password from the environment, and never prints that', async () => {
    const password = 'a-password-of-the-tests';
    const app = await startExample({ CONSOLE_PASSWORD: password });
    const [, url = ''] = await app.hasPrinted(
      /Console: (\S+) \(any user name, password of CONSOLE_PASSWORD\)$/,
    );
    const get = (headers: Record<string, string>) => send(`${url}/`, { method: 'GET', headers });
    expect((await get(login('ann', 'a-guess'))).status).toBe(401);
    expect((await get(login('ann', password))).status).toBe(200);
    expect(await app.stop()).toBe(0);
    expect(app.printed.join('\n')).not.toContain(password);
  });
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
