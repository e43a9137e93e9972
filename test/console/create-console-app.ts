import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { onTestFinished } from 'vitest';
import {
  TencentChatConsoleModule,
  type TencentChatConsoleExtras,
  type TencentChatConsoleOptions,
} from '../../src/console/index.js';
import { PageFiles } from '../../src/console/server/page-files/page-files.js';
import {
  createTestApp,
  registration,
  type TestApp,
  type TestAppOptions,
} from '../support/create-test-app.js';
import { send, type Answer } from '../support/send.js';
import { temporaryFolder } from '../support/temporary-folder.js';

export const CONSOLE = '/tencent-chat/console';

/** What the tests' guard lets in, and whom it knows by it. */
export const COOKIE = { Cookie: 'admin=ann' };

/** A guard as an app has it: by a cookie. */
export class AdminGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (adminOf(context.switchToHttp().getRequest<IncomingMessage>()) !== undefined) return true;
    throw new UnauthorizedException('log in first');
  }
}

export function adminOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  return /admin=(\w+)/.exec(headers.cookie ?? '')?.[1];
}

export interface ConsoleAppOptions extends TestAppOptions {
  /** Options of the console, on top of `guards: [AdminGuard]`. */
  console?: Partial<TencentChatConsoleOptions & TencentChatConsoleExtras>;
  /** More consoles, or other modules. */
  more?: NonNullable<TestAppOptions['registrations']>;
}

export interface ConsoleApp extends TestApp {
  /** Asks the console as an admin does. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends JSON as the console's own page does. */
  command(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** An app with a console, whose page is a placeholder in a folder of the test's own. */
export async function createConsoleApp(options: ConsoleAppOptions = {}): Promise<ConsoleApp> {
  const folder = pageFolder();
  const test = await createTestApp({
    override: (builder) => builder.overrideProvider(PageFiles).useValue(PageFiles.in(folder)),
    ...options,
    registrations: [
      ...(options.registrations ?? [registration(options.options)]),
      TencentChatConsoleModule.forRoot({ guards: [AdminGuard], ...options.console }),
      ...(options.more ?? []),
    ],
  });
  onTestFinished(() => test.app.close());
  return {
    ...test,
    get: (path, headers = COOKIE) => send(test.baseUrl + CONSOLE + path, { method: 'GET', headers }),
    command: (path, body, headers = {}) =>
      send(`${test.baseUrl}${CONSOLE}/api/dead-letters/${path}`, {
        headers: {
          ...COOKIE,
          'Content-Type': 'application/json',
          'Sec-Fetch-Site': 'same-origin',
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

export function pageFolder(): string {
  const folder = temporaryFolder();
  writeFileSync(
    `${folder}/index.html`,
    '<!doctype html><title>Console</title><script type="module" src="assets/console.js"></script>',
  );
  writeFileSync(`${folder}/console.js`, 'document.title += "!";');
  writeFileSync(`${folder}/console.css`, 'body { margin: 0 }');
  writeFileSync(`${folder}/chart-0a1b2c3d4e5f.js`, 'export {};');
  return folder;
}
