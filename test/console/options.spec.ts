import { Injectable } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { TencentChatConsoleModule, type TencentChatConsoleOptions } from '../../src/console/index.js';
import { PageFiles } from '../../src/console/server/page-files/page-files.js';
import { ConfigurationError } from '../../src/index.js';
import { createTestApp, registration } from '../support/create-test-app.js';
import { send } from '../support/send.js';
import { AdminGuard, CONSOLE, createConsoleApp, pageFolder } from './create-console-app.js';

type ForRoot = Parameters<typeof TencentChatConsoleModule.forRoot>[0];

describe('the console', () => {
  it.each([
    [{}, 'guards', 'missing'],
    [{ guards: [] }, 'guards', 'an empty list'],
    [{ guards: 'none' }, 'guards', 'a string'],
    [{ guards: [undefined] }, 'guards', 'a list'],
    [{ guards: AdminGuard }, 'guards', 'a function'],
    [{ guards: 'public', path: '' }, 'path', '""'],
    [{ guards: 'public', path: 'a b' }, 'path', '"a b"'],
    [{ guards: 'public', decorators: ['Public'] }, 'decorators', 'a list'],
    [{ guards: 'public', imports: 'AuthModule' }, 'imports', 'a string'],
  ])('is not made with %o', (options, option, got) => {
    const make = () => TencentChatConsoleModule.forRoot(options as unknown as ForRoot);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`TencentChatConsoleModule: the option "${option}" is ${got}; give`);
  });

  it.each([
    [{ acces: () => 'read' }, 'acces', 'not known'],
    [{ access: 'read' }, 'access', 'a string'],
    [{ actor: 'ann' }, 'actor', 'a string'],
    [{ bodies: true }, 'bodies', 'true'],
    [{ journal: 100 }, 'journal', '100'],
    [{ journal: { max: 0 } }, 'journal.max', '0'],
    [{ journal: { maxBytes: 1000 } }, 'journal.maxBytes', '1000'],
    [{ journal: { size: 10 } }, 'journal.size', 'not known'],
    [{ registrations: [] }, 'registrations', 'an empty list'],
    [{ registrations: ['staging'] }, 'registrations', "naming 'staging', which no"],
  ])('does not start with %o', async (options, option, got) => {
    const started = createConsoleApp({ console: options as unknown as ForRoot });
    await expect(started).rejects.toThrow(`TencentChatConsoleModule: the option "${option}" is ${got}`);
    await expect(started).rejects.toThrow(ConfigurationError);
  });

  it('says what to do if guards are missing', () => {
    expect(() => TencentChatConsoleModule.forRoot({} as unknown as ForRoot)).toThrow(
      "give guards of the app, such as [AdminGuard], or 'public' to let in everyone who reaches the path",
    );
    expect(() => TencentChatConsoleModule.forRootAsync({ useFactory: () => ({}) } as never)).toThrow(
      ConfigurationError,
    );
  });

  it('takes its options from a factory, and its path, guards and decorators beside it', async () => {
    @Injectable()
    class Settings {
      createTencentChatConsoleOptions(): TencentChatConsoleOptions {
        return { bodies: 'shown', access: () => 'read' };
      }
    }
    const consoles = [
      TencentChatConsoleModule.forRootAsync({
        path: 'console/one',
        guards: [AdminGuard],
        useFactory: () => ({ bodies: 'shown' }),
      }),
      TencentChatConsoleModule.forRootAsync({
        path: 'console/two',
        guards: 'public',
        useClass: Settings,
      }),
    ];
    const files = PageFiles.in(pageFolder());
    const test = await createTestApp({
      registrations: [registration(), ...consoles],
      override: (builder) => builder.overrideProvider(PageFiles).useValue(files),
    });
    const overview = async (path: string, headers: Record<string, string> = {}) =>
      (await send(`${test.baseUrl}/console/${path}/api/overview`, { method: 'GET', headers })).json;
    expect(await overview('one')).toEqual({ message: 'log in first' });
    expect(await overview('one', { Cookie: 'admin=ann' })).toMatchObject({
      access: 'operate',
      bodies: 'shown',
    });
    expect(await overview('two')).toMatchObject({ access: 'read', bodies: 'shown' });
    expect((await send(test.baseUrl + CONSOLE, { method: 'GET' })).status).toBe(404);
    await test.app.close();
  });

  it('starts without any registration, and says so', async () => {
    const test = await createConsoleApp({ registrations: [] });
    expect((await test.get('/api/overview')).json).toMatchObject({ registrations: [] });
  });
});
