import type { CallbackClass } from './callbacks/callback-class.js';
import { callbackTable, type CallbackTable } from './callbacks/catalogue.js';
import {
  assertInteger,
  assertKnownOptions,
  assertObject,
  ConfigurationError,
  shown,
  withDefaults,
} from './configuration/configuration-error.js';
import { inProcessDelivery } from './delivery/memory/in-process.delivery.js';
import { completeQuotaGuardOptions } from './quota/quota-guard.options.js';
import { completeQuotaWatchOptions } from './quota/quota.options.js';
import type {
  QuotaOptions,
  ResolvedOptions,
  TencentChatWebhookCommonOptions,
  TencentChatWebhookOptions,
  VerdictOptions,
} from './tencent-chat-webhook.options.js';

const DEFAULTS: Required<TencentChatWebhookCommonOptions> = {
  toleranceSeconds: 60,
  bodyLimit: 262_144,
  unknownCommands: 'acknowledge',
  eventPrefix: '',
  verdicts: {},
  callbacks: [],
  delivery: inProcessDelivery(),
  quota: {},
};

const VERDICT_DEFAULTS: Required<VerdictOptions> = { timeoutMs: 1500, fallback: 'allow' };

const KNOWN_OPTIONS = ['sdkAppId', 'token', 'apps', ...Object.keys(DEFAULTS)];

/**
 * Checks every option and adds the defaults.
 *
 * @throws ConfigurationError naming the option, what it is and what is right; never a secret
 */
export function resolveOptions(options: TencentChatWebhookOptions): ResolvedOptions {
  assertObject('options', options);
  assertKnownOptions(options, KNOWN_OPTIONS);
  const complete = withDefaults(DEFAULTS, options);
  assertInteger('toleranceSeconds', complete.toleranceSeconds, 1);
  assertInteger('bodyLimit', complete.bodyLimit, 1);
  if (!['acknowledge', 'reject'].includes(complete.unknownCommands)) {
    throw new ConfigurationError(
      'unknownCommands',
      shown(complete.unknownCommands),
      "give 'acknowledge' or 'reject'",
    );
  }
  if (typeof complete.eventPrefix !== 'string') {
    throw new ConfigurationError(
      'eventPrefix',
      shown(complete.eventPrefix),
      "give a string such as 'tencent.'",
    );
  }
  if (typeof complete.delivery !== 'function') {
    throw new ConfigurationError('delivery', shown(complete.delivery), 'give inProcessDelivery()');
  }
  return {
    ...complete,
    apps: resolveApps(options),
    verdicts: resolveVerdicts(complete.verdicts),
    callbacks: resolveCallbacks(complete.callbacks),
    quota: complete.quota !== false && resolveQuota(complete.quota),
  };
}

function resolveVerdicts(verdicts: VerdictOptions): Required<VerdictOptions> {
  assertObject('verdicts', verdicts);
  assertKnownOptions(verdicts, Object.keys(VERDICT_DEFAULTS), 'verdicts.');
  const complete = withDefaults(VERDICT_DEFAULTS, verdicts);
  assertInteger('verdicts.timeoutMs', complete.timeoutMs, 1);
  if (!['allow', 'reject'].includes(complete.fallback)) {
    throw new ConfigurationError('verdicts.fallback', shown(complete.fallback), "give 'allow' or 'reject'");
  }
  return complete;
}

function resolveQuota(quota: QuotaOptions): ResolvedOptions['quota'] {
  const watch = completeQuotaWatchOptions(quota, ['guard']);
  return quota.guard === undefined ? watch : { ...watch, guard: completeQuotaGuardOptions(quota.guard) };
}

function resolveCallbacks(callbacks: readonly CallbackClass[]): CallbackTable {
  if (!Array.isArray(callbacks)) {
    throw new ConfigurationError('callbacks', shown(callbacks), 'give a list of classes');
  }
  callbacks.forEach((callback: unknown, index) => assertCallbackClass(`callbacks[${index}]`, callback));
  const table = callbackTable(callbacks);
  const events = [...table.values()].map(({ event }) => event);
  const repeated = events.find((event, index) => events.indexOf(event) !== index);
  if (repeated === undefined) return table;
  throw new ConfigurationError(
    'callbacks',
    `naming the event ${repeated} twice`,
    'give each command an event of its own',
  );
}

function assertCallbackClass(option: string, callback: unknown): void {
  const missing = ['command', 'event', 'idempotencyKey'].find(
    (name) => typeof callback !== 'function' || Reflect.get(callback, name) === undefined,
  );
  if (missing === undefined) return;
  throw new ConfigurationError(
    option,
    typeof callback === 'function' ? `without the static member ${missing}` : shown(callback),
    'give a class with the static members command, event and idempotencyKey',
  );
}

function resolveApps({ sdkAppId, token, apps }: TencentChatWebhookOptions): ResolvedOptions['apps'] {
  if (apps === undefined) return new Map([resolveApp({ sdkAppId, token }, '')]);
  if (sdkAppId !== undefined || token !== undefined) {
    throw new ConfigurationError('apps', 'given beside sdkAppId or token', 'give either one app or apps');
  }
  if (!Array.isArray(apps) || apps.length === 0) {
    throw new ConfigurationError('apps', shown(apps), 'give a list of { sdkAppId, token }');
  }
  const resolved = new Map(apps.map((app: unknown, index) => resolveApp(app, `apps[${index}]`)));
  if (resolved.size < apps.length) {
    throw new ConfigurationError('apps', 'naming an sdkAppId twice', 'list the tokens of an app together');
  }
  return resolved;
}

function resolveApp(app: unknown, path: string): [number, readonly string[] | false] {
  assertObject(path, app);
  const within = path === '' ? '' : `${path}.`;
  assertKnownOptions(app, ['sdkAppId', 'token'], within);
  const { sdkAppId, token }: { sdkAppId?: unknown; token?: unknown } = app;
  if (typeof sdkAppId !== 'number' || !Number.isSafeInteger(sdkAppId) || sdkAppId < 1) {
    const remedy =
      'give the SDKAppID of the console as a positive whole number, such as Number(process.env.SDK_APP_ID)';
    throw new ConfigurationError(`${within}sdkAppId`, shown(sdkAppId), remedy);
  }
  return [sdkAppId, resolveToken(token, `${within}token`)];
}

function resolveToken(token: unknown, option: string): readonly string[] | false {
  if (token === false) return false;
  const tokens: unknown[] = Array.isArray(token) ? token : [token];
  if (tokens.length > 0 && tokens.every(isToken)) {
    if (tokens.every((each) => each.trim() === each)) return tokens;
    throw new ConfigurationError(
      option,
      'with white space around it',
      'trim what was read from the environment',
    );
  }
  throw new ConfigurationError(
    option,
    tokens.length === 1 ? shown(tokens[0]) : shown(token),
    'give the token that is set beside the callback URL in the console, or false to accept unsigned callbacks',
  );
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && token !== '';
}
