import {
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  Injectable,
  SetMetadata,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { ADAPTERS, createTestApp, registration } from '../support/create-test-app.js';

const Public = () => SetMetadata('isPublic', true);

/** Looks for the exemption in the places that it is made for. */
abstract class Guard implements CanActivate {
  protected abstract places(context: ExecutionContext): unknown[];

  canActivate(context: ExecutionContext): boolean {
    return this.places(context).some((place) => Reflect.getMetadata('isPublic', place as object) === true);
  }
}

class HandlerGuard extends Guard {
  protected places = (context: ExecutionContext) => [context.getHandler()];
}

class ClassGuard extends Guard {
  protected places = (context: ExecutionContext) => [context.getClass()];
}

@Injectable()
class JwtAuthGuard extends HandlerGuard {
  override canActivate(context: ExecutionContext): boolean {
    if (super.canActivate(context)) return true;
    throw new UnauthorizedException();
  }
}

@Injectable()
class TenantGuard implements CanActivate {
  readonly asked: string[] = [];

  canActivate(context: ExecutionContext): boolean {
    this.asked.push(new Reflector().get<string>('tenant', context.getHandler()));
    return true;
  }
}

describe.each(ADAPTERS)('a route that is exempted from guards on %s', (adapter) => {
  it.each([HandlerGuard, ClassGuard, JwtAuthGuard])('has its metadata where %o looks', async (guard) => {
    const test = await createTestApp({
      adapter,
      options: { decorators: [Public()] },
      configure: (app) => app.useGlobalGuards(new guard()),
    });
    expect((await test.callback()).status).toBe(200);
    await test.app.close();
  });

  it('is separate for each registration', async () => {
    const test = await createTestApp({
      adapter,
      registrations: [registration({ decorators: [Public()] }), registration({ name: 'two', path: 'two' })],
      configure: (app) => app.useGlobalGuards(new HandlerGuard()),
    });
    expect((await test.callback()).status).toBe(200);
    expect((await test.callback({ path: '/two' })).status).toBe(403);
    await test.app.close();
  });

  it('asks a guard among the decorators once, with the metadata beside it', async () => {
    const guard = new TenantGuard();
    const test = await createTestApp({
      adapter,
      options: { decorators: [UseGuards(guard), SetMetadata('tenant', 'acme')] },
    });
    expect((await test.callback()).status).toBe(200);
    expect(guard.asked).toEqual(['acme']);
    await test.app.close();
  });

  it.each<[string, (app: INestApplication) => unknown, number, string]>([
    ['throws', (app) => app.useGlobalGuards(new JwtAuthGuard()), 401, "the app's guard JwtAuthGuard"],
    ['says no', (app) => app.useGlobalGuards(new HandlerGuard()), 403, "the app's guard HandlerGuard"],
    [
      'throws beside others',
      (app) => app.useGlobalGuards(new TenantGuard(), new JwtAuthGuard()),
      401,
      "the app's guard JwtAuthGuard",
    ],
    [
      'says no beside others',
      (app) => app.useGlobalGuards(new TenantGuard(), new HandlerGuard()),
      403,
      "one of the app's guards TenantGuard, HandlerGuard",
    ],
  ])('names a guard that %s', async (_how, configure, status, name) => {
    const test = await createTestApp({ adapter, configure: (app) => void configure(app) });
    const { json } = await test.callback();
    expect(json).toEqual({
      ActionStatus: 'FAIL',
      ErrorCode: status,
      ErrorInfo: `${name} rejected the request: the option decorators can exempt this route`,
    });
    await test.app.close();
  });

  it('names a guard that is a provider', async () => {
    const test = await createTestApp({
      adapter,
      providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }],
    });
    expect((await test.callback()).json.ErrorInfo).toContain('guard JwtAuthGuard rejected');
    await test.app.close();
  });
});
