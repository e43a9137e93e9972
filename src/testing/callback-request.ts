import type { CallbackCommand } from '../callbacks/catalogue.js';
import { sign } from '../protocol/signature.js';
import { hasSample, sampleCallback } from './sample-callback.js';

/** Options of a request. Only the app and its token are required. */
export interface CallbackRequestOptions {
  sdkAppId: number;
  /** The token to sign with, or `false` to leave the signature out. */
  token: string | false;
  /**
   * The command word. It may be one that the catalogue does not know.
   * @default 'Group.CallbackOnDailyGroupQuotaAlarm'
   */
  command?: CallbackCommand | (string & {});
  /**
   * The body. A string is the text of the body.
   * @default the command's sample, or `{ CallbackCommand }` for a command without one
   */
  body?: object | string;
  /**
   * The path or the whole URL of the request. The path begins with the app's global prefix, if it has one.
   * @default '/tencent-chat/webhook'
   */
  path?: string;
  /**
   * `RequestTime`, in seconds since the epoch.
   * @default now
   */
  requestTime?: number;
  /** @default '203.0.113.7' */
  clientIp?: string;
  /** @default 'RESTAPI' */
  optPlatform?: string;
}

/** A request as Chat sends it, ready for supertest, fetch or curl. */
export interface CallbackRequest {
  /** `path` with the query. */
  url: string;
  /** The query's parameters. */
  query: Record<string, string>;
  /** The body as an object, or the string that was given: what supertest's `send` takes. */
  body: object | string;
  /** The body as it goes over the wire: what `fetch`, `inject` and curl take. */
  text: string;
  headers: Record<string, string>;
}

/**
 * Makes a request as Chat sends it, with a valid signature.
 *
 * @example
 * ```ts
 * const request = createCallbackRequest({ sdkAppId, token });
 * await supertest(app.getHttpServer()).post(request.url).set(request.headers).send(request.body).expect(200);
 * ```
 */
export function createCallbackRequest(options: CallbackRequestOptions): CallbackRequest {
  const {
    sdkAppId,
    token,
    command = 'Group.CallbackOnDailyGroupQuotaAlarm',
    body = hasSample(command) ? sampleCallback(command) : { CallbackCommand: command },
    path = '/tencent-chat/webhook',
    requestTime = Math.floor(Date.now() / 1000),
    clientIp = '203.0.113.7',
    optPlatform = 'RESTAPI',
  } = options;
  const query: Record<string, string> = {
    SdkAppid: String(sdkAppId),
    CallbackCommand: command,
    contenttype: 'json',
    ClientIP: clientIp,
    OptPlatform: optPlatform,
    ...(token === false ? {} : signature(token, String(requestTime))),
  };
  return {
    url: `${target(path)}${new URLSearchParams(query).toString()}`,
    query,
    body: structuredClone(body),
    text: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  };
}

function target(path: string): string {
  const absolute = /^(?:\/|https?:)/.test(path) ? path : `/${path}`;
  return absolute + (absolute.includes('?') ? '&' : '?');
}

function signature(token: string, requestTime: string): Record<string, string> {
  return { Sign: sign(token, requestTime), RequestTime: requestTime };
}
