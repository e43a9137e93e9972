import { assertDecorators, assertPath, withoutOuterSlashes } from './common/controller-options.js';
import { ConfigurationError, shown } from './common/configuration-error.js';
import { assertOption } from './common/option-checks.js';

/** Options that shape the module itself. With `forRootAsync` they are given next to the factory. */
export interface TencentChatWebhookExtras {
  /**
   * Name of the registration, for apps with several: letters, digits, `-` and `_`. Its services can be injected by this name, as
   * with `@InjectDeadLetters('staging')`, and each step of the lifecycle has it.
   * @default 'default'
   */
  name?: string;
  /**
   * Path of the callback URL, below the app's global prefix: letters, digits, `-`, `.`, `_` and `~`. A segment that is hard to guess
   * keeps strangers away.
   * @default 'tencent-chat/webhook'
   */
  path?: string;
  /**
   * Decorators for the controller, such as the app's own `Public()` that exempts a route from its global guards.
   * @default []
   */
  decorators?: readonly ClassDecorator[];
  /**
   * Whether every module of the app can use `TencentChatWebhookGuard`, `DeadLetters`, `DeliveryMonitor`, `HandlerMonitor`,
   * `Lifecycle` and `QuotaWatch` without importing this module.
   * @default false
   */
  isGlobal?: boolean;
}

/** @throws ConfigurationError naming the option */
export function resolveExtras(extras: TencentChatWebhookExtras): Required<TencentChatWebhookExtras> {
  const { name = 'default', path = 'tencent-chat/webhook', decorators = [], isGlobal = false } = extras;
  const isName = typeof name === 'string' && /^[\w-]{1,64}$/.test(name);
  const seen = typeof name === 'string' && name !== '' ? JSON.stringify(name) : shown(name);
  if (!isName)
    throw new ConfigurationError('name', seen, "give 1 to 64 letters, digits, - and _, such as 'staging'");
  assertPath(path, 'chat/webhook');
  assertDecorators(decorators);
  assertOption(typeof isGlobal === 'boolean', 'isGlobal', isGlobal, 'give true or false');
  return { path: withoutOuterSlashes(path), decorators, isGlobal, name };
}
