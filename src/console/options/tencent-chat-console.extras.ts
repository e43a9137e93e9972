import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common';
import { ConfigurationError, optionsOf, shown } from '../../common/configuration-error.js';
import { assertDecorators, assertPath, withoutOuterSlashes } from '../../common/controller-options.js';
import { assertOption } from '../../common/option-checks.js';

/** Options that shape the console itself. With `forRootAsync` give them beside the factory. */
export interface TencentChatConsoleExtras {
  /**
   * Guards of the app, which decide in this order who may enter. A browser sends them a cookie or a password for which it asked a person
   * (Basic), but no header that a script would set. `'public'` lets in everyone who reaches the path.
   */
  guards: readonly (Type<CanActivate> | CanActivate)[] | 'public';
  /**
   * Path of the page, below the app's global prefix: letters, digits, `-`, `.`, `_` and `~`.
   * @default 'tencent-chat/console'
   */
  path?: string;
  /**
   * Modules that export what the guards inject.
   * @default []
   */
  imports?: NonNullable<ModuleMetadata['imports']>;
  /**
   * Decorators for the controller, such as the app's own `Public()` that exempts a route from its global guards.
   * @default []
   */
  decorators?: readonly ClassDecorator[];
}

/** @throws ConfigurationError naming the option */
export function resolveConsoleExtras(
  extras: Partial<TencentChatConsoleExtras>,
): Required<TencentChatConsoleExtras> {
  const { path = 'tencent-chat/console', imports = [], decorators = [] } = extras;
  return optionsOf('TencentChatConsoleModule', () => {
    const guards = resolveGuards(extras.guards);
    assertPath(path, 'chat/console');
    assertDecorators(decorators);
    const isList = Array.isArray(imports);
    assertOption(isList, 'imports', imports, 'give a list of modules, such as [AuthModule]');
    return { guards, path: withoutOuterSlashes(path), imports, decorators };
  });
}

function resolveGuards(guards: unknown): TencentChatConsoleExtras['guards'] {
  if (guards === 'public') return guards;
  if (Array.isArray(guards) && guards.length > 0 && guards.every(isGuard)) return guards;
  throw new ConfigurationError(
    'guards',
    shown(guards),
    "give guards of the app, such as [AdminGuard], or 'public' to let in everyone who reaches the path",
  );
}

function isGuard(guard: unknown): guard is Type<CanActivate> | CanActivate {
  if (typeof guard === 'function') return true;
  return typeof guard === 'object' && guard !== null && 'canActivate' in guard;
}
