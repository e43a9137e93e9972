import { ConfigModule } from '@nestjs/config';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { consoleConfig } from '../../example/src/console.config.js';
import { ConsoleGuard, userOf } from '../../example/src/console.guard.js';
import { createConsoleApp } from '../console/create-console-app.js';
import { ADAPTERS } from '../support/create-test-app.js';

const PASSWORD = 'pass:wörd';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

beforeEach(() => void vi.stubEnv('CONSOLE_PASSWORD', PASSWORD));
afterEach(() => void vi.unstubAllEnvs());

describe.each(ADAPTERS)("the example's guard of the console on %s", (adapter) => {
  const start = () =>
    createConsoleApp({
      adapter,
      console: {
        guards: [ConsoleGuard],
        imports: [ConfigModule.forRoot({ load: [consoleConfig], ignoreEnvFile: true })],
      },
    });

  it('lets in everybody with the password, under any name', async () => {
    const test = await start();
    const lowerCase = basic(`ann:${PASSWORD}`).replace('Basic', 'basic ');
    for (const authorization of [basic(`ann:${PASSWORD}`), basic(`:${PASSWORD}`), lowerCase]) {
      expect([authorization, (await test.get('/', { authorization })).status]).toEqual([authorization, 200]);
    }
  });

  it('makes the browser ask for it otherwise', async () => {
    const test = await start();
    const wrong = ['', 'Basic', 'Basic ?', basic('ann'), basic('ann:'), basic(`ann:${PASSWORD}!`)];
    for (const authorization of [...wrong, basic(`ann:${PASSWORD}`).replace('Basic', 'Bearer')]) {
      const { status, headers, json } = await test.get('/', { authorization });
      expect([authorization, status, headers['www-authenticate'], json]).toEqual([
        authorization,
        401,
        'Basic realm="console", charset="UTF-8"',
        { message: 'the console needs its password' },
      ]);
    }
  });
});

it('knows the name that somebody has logged in with', () => {
  expect(userOf({ headers: { authorization: basic(`jürgen:${PASSWORD}`) } })).toBe('jürgen');
  expect(userOf({ headers: {} })).toBeUndefined();
});
