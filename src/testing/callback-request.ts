import type { CallbackCommand } from '../callbacks/catalogue.js';
import { GroupQuotaAlarmDto } from '../callbacks/families/group/group-quota.js';
import { sign } from '../protocol/signature.js';
import { hasSample, sampleCallback } from './sample-callback.js';

/** What to put into a request; only the app and its token are needed. */
export interface CallbackRequestOptions {
  sdkAppId: number;
  /** The token to sign with, or `false` to leave the signature out. */
  token: string | false;
  /**
   * The command word, any that Chat may send.
   * @default 'Group.CallbackOnDailyGroupQuotaAlarm'
   */
  command?: CallbackCommand | (string & {});
  /**
   * The body; a string is meant to be sent as it is.
   * @default the command's sample, or `{ CallbackCommand }` for a command without one
   */
  body?: object | string;
  /**
   * Where the request goes: a path, or a whole URL.
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

/** A request as Chat would send it, ready for supertest, fetch or curl. */
export interface CallbackRequest {
  /** `path` with the query. */
  url: string;
  /** The query's parameters. */
  query: Record<string, string>;
  body: object | string;
  headers: Record<string, string>;
}

/**
 * Makes a request that Chat could have sent, signed the way the receiver checks it.
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
    command = GroupQuotaAlarmDto.command,
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
