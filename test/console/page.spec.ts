import {
  type CanActivate,
  Controller,
  Get,
  Injectable,
  Module,
  SetMetadata,
  VersioningType,
} from '@nestjs/common';
import { Reflector, RouterModule } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { PageFiles } from '../../src/console/server/page-files/page-files.js';
import { ConfigurationError } from '../../src/index.js';
import { TencentChatConsoleModule } from '../../src/console/index.js';
import { ADAPTERS, createTestApp, registration } from '../support/create-test-app.js';
import { send } from '../support/send.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { AdminGuard, CONSOLE, COOKIE, createConsoleApp } from './create-console-app.js';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const SECURITY = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

describe.each(ADAPTERS)('the console on %s', (adapter) => {
  it('shows its page and files, and nothing else', async () => {
    const test = await createConsoleApp({ adapter });
    const page = await test.get('/');
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-cache',
    });
    expect(page.text).toContain('assets/console.js');

    const script = await test.get('/assets/console.js');
    expect(script.text).toBe('document.title += "!";');
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, no-cache',
    });
    const again = await test.get('/assets/console.js', {
      ...COOKIE,
      'If-None-Match': String(script.headers.etag),
    });
    expect(again).toMatchObject({ status: 304, text: '' });
    const hashed = await test.get('/assets/chart-0a1b2c3d4e5f.js');
    expect(hashed.headers['cache-control']).toBe('private, max-age=31536000, immutable');

    for (const path of ['/assets/index.html', '/assets/none.js', '/assets/..%2findex.html']) {
      const { status, headers, json } = await test.get(path);
      expect([path, status, json]).toEqual([path, 404, { message: 'there is no such file' }]);
      expect(headers).toMatchObject(SECURITY);
    }
    for (const path of ['/nothing', '/api/', '/assets/', '/assets/../index.html']) {
      expect([path, (await test.get(path)).status]).toEqual([path, 404]);
    }
  });

  it('leads to the path with a slash, relatively', async () => {
    const test = await createConsoleApp({ adapter });
    const answer = await test.get('?registration=staging');
    expect(answer).toMatchObject({ status: 302, headers: { location: './console/?registration=staging' } });
    expect(new URL(String(answer.headers.location), `https://host/prefix${CONSOLE}`).pathname).toBe(
      `/prefix${CONSOLE}/`,
    );
    expect((await test.get('')).headers.location).toBe('./console/');
  });

  it('has a strict policy on every answer', async () => {
    const test = await createConsoleApp({ adapter });
    const answers = await Promise.all([
      test.get('/'),
      test.get(''),
      test.get('/assets/console.css'),
      test.get('/api/overview'),
      test.get('/api/dead-letters?registration=default'),
      test.get('/api/dead-letters'),
      test.get('/', {}),
      test.command('replay', {}),
      test.command('discard', '{', { 'Content-Type': 'text/plain' }),
    ]);
    for (const { headers } of answers) expect(headers).toMatchObject(SECURITY);
    expect((await test.get('/api/overview')).headers['cache-control']).toBe('no-store');
  });

  it('is behind the guards of the app for every request', async () => {
    const test = await createConsoleApp({ adapter });
    for (const path of ['', '/', '/assets/console.js', '/api/overview', '/api/stream', '/api/dead-letters']) {
      const { status, json } = await test.get(path, {});
      expect([path, status, json]).toEqual([path, 401, { message: 'log in first' }]);
    }
    for (const action of ['replay', 'discard']) {
      const { status } = await test.command(action, { registration: 'default', id: 'x' }, { Cookie: '' });
      expect(status).toBe(401);
    }
  });

  it('lets guards inject what imported modules export', async () => {
    @Injectable()
    class Sessions {
      readonly admins = ['ann'];
    }
    @Module({ providers: [Sessions], exports: [Sessions] })
    class AuthModule {}
    @Injectable()
    class SessionGuard implements CanActivate {
      constructor(private readonly sessions: Sessions) {}
      canActivate(): boolean {
        return this.sessions.admins.includes('ann');
      }
    }
    const test = await createConsoleApp({
      adapter,
      console: { guards: [SessionGuard], imports: [AuthModule] },
    });
    expect((await test.get('/', {})).status).toBe(200);
  });

  it('is below the global prefix, past versions, pipes, interceptors and filters', async () => {
    const test = await createConsoleApp({
      adapter,
      configure: (app) => {
        app.setGlobalPrefix('internal');
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
        app.useGlobalInterceptors({ intercept: (_context, next) => next.handle() });
        app.useGlobalFilters({
          catch: (_exception, host) => {
            host
              .switchToHttp()
              .getResponse<{ status(code: number): { send(body: string): void } }>()
              .status(418)
              .send('host');
          },
        });
        app.useGlobalPipes({
          transform: () => {
            throw new Error('nothing passes');
          },
        });
      },
    });
    const at = (path: string, headers: Record<string, string> = COOKIE) =>
      send(`${test.baseUrl}/internal${CONSOLE}${path}`, { method: 'GET', headers });
    expect((await at('/')).status).toBe(200);
    expect((await at('/assets/console.js')).status).toBe(200);
    expect((await at('/api/overview')).json).toMatchObject({ access: 'operate' });
    expect((await at('/', {})).json).toEqual({ message: 'log in first' });
    expect(
      (
        await send(`${test.baseUrl}/internal${CONSOLE}/api/dead-letters/replay`, {
          headers: { ...COOKIE, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
          body: JSON.stringify({ registration: 'default', id: 'none' }),
        })
      ).json,
    ).toEqual({ message: expect.stringContaining('no longer a dead letter') });
  });

  it('is where RouterModule puts it, and can be exempted from global guards', async () => {
    const Public = () => SetMetadata('isPublic', true);
    const test = await createConsoleApp({
      adapter,
      console: { decorators: [Public()] },
      more: [RouterModule.register([{ path: 'operations', module: TencentChatConsoleModule }])],
      configure: (app) =>
        app.useGlobalGuards({
          canActivate: (context) => app.get(Reflector).get('isPublic', context.getClass()) === true,
        }),
    });
    const answer = await send(`${test.baseUrl}/operations${CONSOLE}/`, { method: 'GET', headers: COOKIE });
    expect(answer.status).toBe(200);
  });

  it('leaves the routes of the app alone', async () => {
    @Controller('tencent-chat')
    class Neighbour {
      @Get('consoles')
      list(): string {
        return 'mine';
      }
    }
    const test = await createConsoleApp({ adapter, controllers: [Neighbour] });
    expect((await send(`${test.baseUrl}/tencent-chat/consoles`, { method: 'GET' })).text).toBe('mine');
  });

  it('does not start without its page', async () => {
    await expect(
      createTestApp({
        adapter,
        registrations: [registration(), TencentChatConsoleModule.forRoot({ guards: [AdminGuard] })],
        override: (builder) =>
          builder.overrideProvider(PageFiles).useFactory({ factory: () => PageFiles.in(temporaryFolder()) }),
      }),
    ).rejects.toThrow(
      /TencentChatConsoleModule: the page of the console is missing, there is no index.html in/,
    );
  });

  it('refuses two consoles at one path', async () => {
    await expect(
      createConsoleApp({ adapter, more: [TencentChatConsoleModule.forRoot({ guards: 'public' })] }),
    ).rejects.toThrow(ConfigurationError);
  });
});
