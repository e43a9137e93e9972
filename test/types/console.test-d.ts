import type { Request } from 'express';
import { test } from 'vitest';
import { TencentChatConsoleModule } from '../../src/console/index.js';

class AdminGuard {
  canActivate(): boolean {
    return true;
  }
}

test('the console has to be told who is let in', () => {
  // @ts-expect-error guards are missing
  TencentChatConsoleModule.forRoot({ path: 'console' });
  // @ts-expect-error guards are missing
  TencentChatConsoleModule.forRootAsync({ useFactory: () => ({ bodies: 'hidden' }) });
  // @ts-expect-error neither guards nor 'public'
  TencentChatConsoleModule.forRoot({ guards: 'everybody' });
  TencentChatConsoleModule.forRoot({ guards: [AdminGuard, new AdminGuard()] });
  TencentChatConsoleModule.forRootAsync({
    guards: 'public',
    useFactory: () => ({ bodies: 'hidden' as const }),
  });
});

test('access and actor take the request of the adapter', () => {
  TencentChatConsoleModule.forRoot({
    guards: [AdminGuard],
    access: (request: Request) => (request.path === '/' ? 'operate' : 'read'),
    actor: async (request: { ip: string }) => request.ip,
  });
  TencentChatConsoleModule.forRoot({
    guards: [AdminGuard],
    // @ts-expect-error there is no such access
    access: () => 'admin',
  });
});
