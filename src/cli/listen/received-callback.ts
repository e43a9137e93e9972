import type { IncomingMessage } from 'node:http';
import { RejectedRequest } from '../../protocol/rejected-request.js';
import { readUrlParameters } from '../../protocol/url-parameters.js';
import { ageSeconds, verify } from '../verification.js';

/** The rules that callbacks are compared with. */
export interface ListenRules {
  /** Without it, callbacks of any app are accepted. */
  sdkAppId?: number;
  /** Without it, nothing can be verified. */
  token?: string;
  /** Whether bodies are printed. */
  bodies?: boolean;
  /** Takes secrets out of the texts of others. */
  hide: (text: string) => string;
}

/** A request as it is printed. */
export interface ReceivedCallback {
  receivedAt: string;
  method: string;
  path: string;
  command?: string;
  sdkAppId?: string;
  optPlatform?: string;
  /** Time since `RequestTime`, in seconds. The difference between both clocks is part of it. */
  ageSeconds?: number;
  bytes: number;
  contentType?: string;
  verified: 'yes' | 'no' | 'unknown';
  /** In words. */
  details: string;
  body?: string;
}

export function receivedCallback(
  { method = '', url = '', headers }: IncomingMessage,
  bytes: Buffer,
  rules: ListenRules,
): ReceivedCallback {
  const now = new Date();
  const hidden = (text: string | undefined) => (text === undefined ? undefined : rules.hide(text));
  const seen = {
    receivedAt: now.toISOString(),
    method,
    path: rules.hide(url.split('?', 1)[0] ?? ''),
    bytes: bytes.length,
    contentType: hidden(headers['content-type']),
    ...(rules.bodies === true && { body: rules.hide(bytes.toString('utf8')) }),
  };
  try {
    const { command, sdkAppId, optPlatform, sign, requestTime } = readUrlParameters(url);
    return {
      ...seen,
      command: hidden(command),
      sdkAppId: hidden(sdkAppId),
      optPlatform: hidden(optPlatform),
      ageSeconds: ageSeconds(requestTime, now.getTime()),
      ...judge({ sdkAppId, sign, requestTime }, rules, now.getTime()),
    };
  } catch (error) {
    if (!(error instanceof RejectedRequest)) throw error;
    return { ...seen, verified: 'no', details: `not verified: ${error.message}` };
  }
}

function judge(
  seen: { sdkAppId?: string; sign?: string; requestTime?: string },
  { sdkAppId, token }: ListenRules,
  now: number,
): Pick<ReceivedCallback, 'verified' | 'details'> {
  if (token === undefined) {
    return { verified: 'unknown', details: seen.requestTime === undefined ? 'unsigned' : 'not verified' };
  }
  if (sdkAppId !== undefined && seen.sdkAppId !== String(sdkAppId)) {
    return { verified: 'no', details: 'not verified: it is for another app' };
  }
  const { verdict, meaning } = verify({ sign: seen.sign, requestTime: seen.requestTime }, token, now);
  return verdict === 'valid'
    ? { verified: 'yes', details: 'verified' }
    : { verified: 'no', details: `not verified: ${meaning}` };
}
