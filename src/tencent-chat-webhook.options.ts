import {
  assertInteger,
  assertKnownOptions,
  assertObject,
  ConfigurationError,
  shown,
  withDefaults,
} from './configuration-error.js';
import type { DeliveryFactory } from './delivery/delivery.js';
import { inProcessDelivery } from './delivery/in-process.delivery.js';
import type { AdmissionRules } from './protocol/admission.js';

/**
 * Token of an app, as set beside the callback URL in Chat's console. Several while a token is being exchanged: any
 * of them may match. `false` accepts unsigned callbacks, which anybody can send.
 */
export type TencentChatToken = string | readonly string[] | false;

/** An app whose callbacks are accepted. */
export interface TencentChatApp {
  /** SDKAppID, a positive whole number. */
  sdkAppId: number;
  token: TencentChatToken;
}

/** Options that do not depend on which apps are served. */
export interface TencentChatWebhookCommonOptions {
  /**
   * How far `RequestTime` may be from this receiver's clock, in seconds, in either direction.
   * @default 60
   */
  toleranceSeconds?: number;
  /**
   * The longest body that is accepted, in bytes.
   * @default 262144
   */
  bodyLimit?: number;
  /**
   * Whether callbacks that the catalogue does not know are emitted as `tencentChat.unknownCommand` and answered OK,
   * or refused with 400.
   * @default 'acknowledge'
   */
  unknownCommands?: 'acknowledge' | 'reject';
  /**
   * Put before the name of every event: `'tencent.'` makes `tencent.group.quotaAlarm`.
   * @default ''
   */
  eventPrefix?: string;
  /**
   * How accepted callbacks survive until their handlers are done.
   * @default inProcessDelivery()
   */
  delivery?: DeliveryFactory;
}

/** Options of `TencentChatWebhookModule`: one app, or several under `apps`. */
export type TencentChatWebhookOptions = TencentChatWebhookCommonOptions &
  (
    | (TencentChatApp & { apps?: undefined })
    | { apps: readonly TencentChatApp[]; sdkAppId?: undefined; token?: undefined }
  );

/** Options after the check at start-up, each with its value. */
export abstract class ResolvedOptions implements AdmissionRules, Required<TencentChatWebhookCommonOptions> {
  /** Tokens by SdkAppid; `false` for an app whose callbacks are not signed. */
  abstract readonly apps: ReadonlyMap<number, readonly string[] | false>;
  abstract readonly toleranceSeconds: number;
  abstract readonly bodyLimit: number;
  abstract readonly unknownCommands: 'acknowledge' | 'reject';
  abstract readonly eventPrefix: string;
  abstract readonly delivery: DeliveryFactory;
}

const DEFAULTS: Required<TencentChatWebhookCommonOptions> = {
  toleranceSeconds: 60,
  bodyLimit: 262_144,
  unknownCommands: 'acknowledge',
  eventPrefix: '',
  delivery: inProcessDelivery(),
};

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
  return { ...complete, apps: resolveApps(options) };
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
