import { RejectedRequest } from './rejected-request.js';
import { sign as signatureOf, verifySignature } from './signature.js';
import { readUrlParameters, type UrlParameters } from './url-parameters.js';

/** The rules for a URL, which are checked before anything else of the request is read. */
export interface AuthenticationRules {
  /** Tokens by SdkAppid; `false` for an app whose callbacks are not signed. */
  apps: ReadonlyMap<number, readonly string[] | false>;
  /** Labels of tokens, by SdkAppid and token. */
  labels?: ReadonlyMap<number, ReadonlyMap<string, string>>;
  /** How far `RequestTime` may be from the clock, in seconds, in either direction. */
  toleranceSeconds: number;
}

/** The parameters of an authenticated request. */
export interface AuthenticatedUrl {
  sdkAppId: number;
  /** Absent only in a probe without a body, such as Chat's console may send to verify the URL. */
  command?: string;
  /** Address of the end user whose action caused the callback. */
  clientIp?: string;
  /** Platform of that user: an open set, spelled as Chat sent it. */
  optPlatform?: string;
  /** Identifies the request. Undocumented, but seen in captures. */
  requestId?: string;
  /** Label of the token that the request is signed with, if it has one. */
  tokenLabel?: string;
}

/** Platforms that Chat has documented or sent. All URLs of a platform share one string, which takes 24 bytes. */
const PLATFORMS = new Map(
  ['RESTAPI', 'Web', 'Android', 'iOS', 'IOS', 'iPad', 'macOS', 'Mac', 'Windows', 'Unknown'].map(
    (platform) => [platform, platform],
  ),
);

/**
 * Decides from the URL alone whether a request comes from Chat, is recent, and is for one of the given apps.
 *
 * @param url the request target, such as `/tencent-chat/webhook?SdkAppid=…`
 * @param now the receiver's clock, in ms since the epoch
 * @throws RejectedRequest 400 for a malformed parameter, 403 for another app, 401 for an invalid signature
 */
export function authenticate(url: string, rules: AuthenticationRules, now: number): AuthenticatedUrl {
  const parameters = readUrlParameters(url);
  const sdkAppId = readSdkAppId(parameters.sdkAppId);
  const command = readCommand(parameters.command);
  const tokens = rules.apps.get(sdkAppId);
  if (tokens === undefined) {
    throw new RejectedRequest('foreignApp', 403, `SdkAppid ${sdkAppId} is not served here`);
  }
  if (tokens !== false) checkSignature(parameters, tokens, rules.toleranceSeconds, now);
  const { clientIp, requestId } = parameters;
  const optPlatform =
    parameters.optPlatform && (PLATFORMS.get(parameters.optPlatform) ?? parameters.optPlatform);
  const tokenLabel = labelOf(rules.labels?.get(sdkAppId), parameters);
  return { sdkAppId, command, clientIp, optPlatform, requestId, tokenLabel };
}

function readSdkAppId(value: string | undefined): number {
  if (value === undefined)
    throw new RejectedRequest('malformedUrl', 400, 'the URL parameter SdkAppid is missing');
  if (!/^[1-9]\d{0,14}$/.test(value)) {
    throw new RejectedRequest('malformedUrl', 400, 'SdkAppid must be a positive integer', { seen: value });
  }
  return Number(value);
}

function readCommand(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[A-Za-z0-9_.]{1,128}$/.test(value)) {
    throw new RejectedRequest('malformedUrl', 400, 'CallbackCommand is malformed', { seen: value });
  }
  return value;
}

function checkSignature(
  { sign, requestTime }: UrlParameters,
  tokens: readonly string[],
  toleranceSeconds: number,
  now: number,
): void {
  if (sign === undefined || requestTime === undefined) {
    throw unauthenticated(
      'Sign and RequestTime are required: switch authentication on where the callback URL is set',
    );
  }
  switch (verifySignature({ tokens, sign, requestTime, now, toleranceSeconds })) {
    case 'malformed':
      throw unauthenticated('Sign must be 64 hex characters and RequestTime ten digits');
    case 'mismatch':
      throw unauthenticated('Sign does not match the token and RequestTime');
    case 'expired':
      throw unauthenticated(`RequestTime is more than ${toleranceSeconds} s away from this receiver's clock`);
    case 'valid':
      return;
  }
}

/** Returns the label of the token that made the signature. The signature is valid. */
function labelOf(
  labels: ReadonlyMap<string, string> | undefined,
  parameters: UrlParameters,
): string | undefined {
  if (labels === undefined || parameters.sign === undefined) return undefined;
  const signature = parameters.sign.toLowerCase();
  return [...labels].find(([token]) => signatureOf(token, parameters.requestTime ?? '') === signature)?.[1];
}

function unauthenticated(message: string): RejectedRequest {
  return new RejectedRequest('unauthenticated', 401, message);
}
