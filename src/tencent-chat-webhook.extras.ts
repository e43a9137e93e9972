import { ConfigurationError, shown } from './common/configuration-error.js';
import { assertDecorators, assertPath, withoutOuterSlashes } from './common/controller-options.js';

/** Options that shape the module itself; with `forRootAsync` they stand beside the factory. */
export interface TencentChatWebhookExtras {
  /**
   * Name of the registration, for apps with several: letters, digits, `-` and `_`. What it keeps can be injected by it, as
   * with `@InjectDeadLetters('staging')`, and each step of the lifecycle carries it.
   * @default 'default'
   */
  name?: string;
  /**
   * Path of the callback URL, below the app's global prefix. One hard-to-guess segment in it keeps strangers from
   * trying: letters, digits, `-`, `.`, `_` and `~`.
   * @default 'tencent-chat/webhook'
   */
  path?: string;
  /**
   * Decorators for the controller, such as the app's own `Public()` that exempts a route from its global guards.
   * @default []
   */
  decorators?: readonly ClassDecorator[];
  /**
   * Whether `TencentChatWebhookGuard` can be used in every module of the app without importing this one there.
   * @default false
   */
  isGlobal?: boolean;
}

/** @throws ConfigurationError naming the option */
export function resolveExtras(extras: TencentChatWebhookExtras): Required<TencentChatWebhookExtras> {
  const { name = 'default', path = 'tencent-chat/webhook', decorators = [], isGlobal = false } = extras;
  if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name)) {
    throw new ConfigurationError('name', shown(name), "give letters, digits, - and _, such as 'staging'");
  }
  assertPath(path, 'chat/webhook');
  assertDecorators(decorators);
  if (typeof isGlobal !== 'boolean') {
    throw new ConfigurationError('isGlobal', shown(isGlobal), 'give true or false');
  }
  return { path: withoutOuterSlashes(path), decorators, isGlobal, name };
}
