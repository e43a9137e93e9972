import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertInteger, assertKnownOptions, assertObject } from '../common/option-checks.js';
import type { AuthenticationRules } from '../protocol/authentication.js';

/**
 * Token of an app, as set next to the callback URL in Chat's console. Give several while you exchange a token: a callback is
 * accepted if any of them matches. `false` accepts unsigned callbacks, which anyone can send.
 */
export type TencentChatToken = string | readonly string[] | false;

/** An app that the registration accepts callbacks for. */
export interface TencentChatApp {
  /** SDKAppID, a positive whole number. */
  sdkAppId: number;
  token: TencentChatToken;
}

/** One app, or several under `apps`. */
export type AppsOptions =
  | (TencentChatApp & { apps?: undefined })
  | { apps: readonly TencentChatApp[]; sdkAppId?: undefined; token?: undefined };

/** The module options that decide which requests are let in, after their check. */
export abstract class ResolvedHttpOptions implements AuthenticationRules {
  abstract readonly apps: ReadonlyMap<number, readonly string[] | false>;
  abstract readonly toleranceSeconds: number;
  /** Longest accepted body, in bytes. */
  abstract readonly bodyLimit: number;
}

/** @throws ConfigurationError naming the option */
export function assertHttpLimits({ toleranceSeconds, bodyLimit }: Omit<ResolvedHttpOptions, 'apps'>): void {
  assertInteger('toleranceSeconds', toleranceSeconds, 1);
  assertInteger('bodyLimit', bodyLimit, 1);
}

/**
 * Returns the tokens by SdkAppid.
 *
 * @throws ConfigurationError naming the option; never a token
 */
export function resolveApps({ sdkAppId, token, apps }: AppsOptions): ResolvedHttpOptions['apps'] {
  if (apps === undefined) return new Map([resolveApp({ sdkAppId, token }, '')]);
  if (sdkAppId !== undefined || token !== undefined) {
    throw new ConfigurationError(
      'apps',
      'given together with sdkAppId or token',
      'give either one app or apps',
    );
  }
  if (!Array.isArray(apps) || apps.length === 0) {
    throw new ConfigurationError('apps', shown(apps), 'give a list of { sdkAppId, token }');
  }
  const resolved = new Map(apps.map((app: unknown, index) => resolveApp(app, `apps[${index}]`)));
  if (resolved.size < apps.length) {
    throw new ConfigurationError('apps', 'naming an sdkAppId twice', 'list all tokens of an app together');
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
    throw new ConfigurationError(option, 'with white space around it', 'trim the value from the environment');
  }
  throw new ConfigurationError(
    option,
    tokens.length === 1 ? shown(tokens[0]) : shown(token),
    'give the token that is set next to the callback URL in the console, or false to accept unsigned callbacks',
  );
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && token !== '';
}
