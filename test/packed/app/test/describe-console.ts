import type { INestApplication } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { ConsoleOverview } from 'nestjs-tencent-chat-webhook/console';
import { ConsoleModule, COOKIE } from '../src/console.module';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The console as the tarball brings it: asked over HTTP, as a browser does. */
export function describeConsole(platform: string, createAdapter: () => AbstractHttpAdapter): void {
  describe(`The console on ${platform}`, () => {
    let app: INestApplication;
    let page: string;

    beforeEach(async () => {
      const module = await Test.createTestingModule({ imports: [ConsoleModule] }).compile();
      app = module.createNestApplication(createAdapter());
      await app.listen(0, '127.0.0.1');
      page = `${await app.getUrl()}/tencent-chat/console/`;
    });

    afterEach(async () => {
      await app.close();
    });

    /** What is at a path below the page's, if that is of the type and under the console's policy. */
    async function open(path: string, type: string): Promise<string> {
      const response = await fetch(new URL(path, page), { headers: { Cookie: COOKIE, Connection: 'close' } });
      const text = await response.text();
      expect([path, response.status, response.headers.get('Content-Type')]).toEqual([path, 200, type]);
      expect(response.headers.get('Content-Security-Policy')).toBe(POLICY);
      return text;
    }

    it('shows its page, with script and style', async () => {
      const html = await open('', 'text/html; charset=utf-8');
      const [, script = ''] = /<script [^>]*src="([^"]+)"/.exec(html) ?? [];
      const [, style = ''] = /<link rel="stylesheet" [^>]*href="([^"]+)"/.exec(html) ?? [];

      expect(await open(script, 'text/javascript; charset=utf-8')).toContain('api/overview');
      expect(await open(style, 'text/css; charset=utf-8')).toContain('{');
    });

    it('shows the overview of the app', async () => {
      const overview: ConsoleOverview = JSON.parse(
        await open('api/overview', 'application/json; charset=utf-8'),
      );
      expect(overview.access).toBe('operate');
      expect(overview.registrations.map(({ name, durable }) => [name, durable])).toEqual([['default', true]]);
    });

    it('refuses those whom the guard does not know', async () => {
      for (const path of ['', 'assets/console.js', 'assets/console.css', 'api/overview']) {
        const response = await fetch(new URL(path, page), { headers: { Connection: 'close' } });
        expect([path, response.status]).toEqual([path, 401]);
        expect(await response.json()).toEqual({ message: 'Unauthorized' });
      }
    });
  });
}
