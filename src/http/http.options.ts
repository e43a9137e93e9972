import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertKnownOptions, assertObject, assertOption } from '../common/option-checks.js';
import { isObject } from '../common/is-object.js';
import type { AuthenticationRules } from '../protocol/authentication.js';

/**
 * Token of an app, as set next to the callback URL in Chat's console. Give several while you exchange a token: a callback is accepted if
 * any of them matches. `false` accepts unsigned callbacks, which anyone can send.
 */
export type TencentChatToken = string | readonly (string | LabelledToken)[] | false;

/** A token with a name that may be logged. Live, Room and Call have separate tokens. */
export interface LabelledToken {
  /** Such as `'live'`. The steps `answered` and `rejected` have it as `tokenLabel`. */
  label: string;
  value: string;
}

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

/** The checked module options that decide which requests are accepted. */
export abstract class ResolvedHttpOptions implements AuthenticationRules {
  abstract readonly apps: ReadonlyMap<number, readonly string[] | false>;
  abstract readonly labels: ReadonlyMap<number, ReadonlyMap<string, string>>;
  abstract readonly toleranceSeconds: number;
  /** Longest accepted body, in bytes. */
  abstract readonly bodyLimit: number;
}

/** An app's tokens, and the labels of those that have one. */
interface ResolvedApp {
  readonly sdkAppId: number;
  readonly tokens: readonly string[] | false;
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * Returns the tokens by SdkAppid, and the labels of tokens.
 *
 * @throws ConfigurationError naming the option; never a token
 */
export function resolveApps(options: AppsOptions): Pick<ResolvedHttpOptions, 'apps' | 'labels'> {
  const apps = resolvedApps(options);
  return {
    apps: new Map(apps.map(({ sdkAppId, tokens }) => [sdkAppId, tokens])),
    labels: new Map(
      apps.filter(({ labels }) => labels.size > 0).map(({ sdkAppId, labels }) => [sdkAppId, labels]),
    ),
  };
}

function resolvedApps({ sdkAppId, token, apps }: AppsOptions): ResolvedApp[] {
  if (apps === undefined) return [resolveApp({ sdkAppId, token }, '')];
  if (sdkAppId !== undefined || token !== undefined) {
    throw new ConfigurationError(
      'apps',
      'given together with sdkAppId or token',
      'give either one app or apps',
    );
  }
  const isList = Array.isArray(apps) && apps.length > 0;
  assertOption(isList, 'apps', apps, 'give a list of { sdkAppId, token }');
  const resolved = apps.map((app: unknown, index) => resolveApp(app, `apps[${index}]`));
  if (new Set(resolved.map((app) => app.sdkAppId)).size < apps.length) {
    throw new ConfigurationError('apps', 'naming an sdkAppId twice', 'list all tokens of an app together');
  }
  return resolved;
}

function resolveApp(app: unknown, path: string): ResolvedApp {
  assertObject(path, app);
  const within = path === '' ? '' : `${path}.`;
  assertKnownOptions(app, ['sdkAppId', 'token'], within);
  const { sdkAppId, token }: { sdkAppId?: unknown; token?: unknown } = app;
  assertOption(
    typeof sdkAppId === 'number' && Number.isSafeInteger(sdkAppId) && sdkAppId > 0,
    `${within}sdkAppId`,
    sdkAppId,
    'give the SDKAppID of the console as a positive whole number, such as Number(process.env.SDK_APP_ID)',
  );
  return { sdkAppId, ...resolveToken(token, `${within}token`) };
}

function resolveToken(token: unknown, option: string): Pick<ResolvedApp, 'tokens' | 'labels'> {
  const labels = new Map<string, string>();
  if (token === false) return { tokens: false, labels };
  const given: unknown[] = Array.isArray(token) ? token : [token];
  const tokens = given.map((each, index) => {
    if (!isObject(each) || !Array.isArray(token)) return each;
    const { label, value } = labelledToken(each, `${option}[${index}]`);
    if (isToken(value)) labels.set(value, label);
    return value;
  });
  if (tokens.length > 0 && tokens.every(isToken)) {
    // An environment variable turns the value false into this text.
    if (tokens.includes('false')) throw new ConfigurationError(option, 'the string "false"', NO_TOKEN_REMEDY);
    if (tokens.every((each) => each.trim() === each)) return { tokens, labels };
    throw new ConfigurationError(
      option,
      'a string with white space around it',
      'trim the value from the environment',
    );
  }
  throw new ConfigurationError(
    option,
    tokens.length === 1 ? shown(tokens[0]) : shown(token),
    "give the token that is set next to the callback URL in Chat's console, or false to accept unsigned callbacks",
  );
}

const NO_TOKEN_REMEDY =
  "give the token from Chat's console, or the value false, not the text, to accept unsigned callbacks";

/** @throws ConfigurationError for a label that could not be logged */
function labelledToken(given: object, option: string): { label: string; value: unknown } {
  assertKnownOptions(given, ['label', 'value'], `${option}.`);
  const { label, value }: { label?: unknown; value?: unknown } = given;
  if (typeof label === 'string' && /^[\w. -]{1,64}$/.test(label) && label !== value) return { label, value };
  throw new ConfigurationError(
    `${option}.label`,
    'no name of 1 to 64 letters, digits, dots and hyphens, or the token itself',
    "give a name that may be logged, such as 'live'",
  );
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && token !== '';
}
