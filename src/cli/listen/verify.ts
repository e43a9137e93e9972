import { authenticate } from '../../protocol/authentication.js';
import { RejectedRequest } from '../../protocol/rejected-request.js';
import { readUrlParameters, type UrlParameters } from '../../protocol/url-parameters.js';

export interface VerificationRules {
  /** Without it, callbacks of any app are accepted. */
  sdkAppId?: number;
  /** Nothing can be verified without it. */
  token?: string;
}

export interface Verification {
  verified: 'yes' | 'no' | 'unknown';
  /** In words. */
  details: string;
  command?: string;
  sdkAppId?: string;
  optPlatform?: string;
  /** Since `RequestTime`, in seconds; the clocks of both ends are in it. */
  ageSeconds?: number;
}

const TOLERANCE_SECONDS = 60;

/** What a URL says, and whether Chat has signed it. */
export function verify(url: string, rules: VerificationRules, now: number): Verification {
  try {
    const { command, sdkAppId, optPlatform, requestTime } = readUrlParameters(url);
    const seen = { command, sdkAppId, optPlatform, ageSeconds: ageSeconds(requestTime, now) };
    return { ...seen, ...judge(url, { sdkAppId, requestTime }, rules, now) };
  } catch (error) {
    return { verified: 'no', details: reasonOf(error) };
  }
}

function judge(
  url: string,
  seen: Pick<UrlParameters, 'sdkAppId' | 'requestTime'>,
  { sdkAppId, token }: VerificationRules,
  now: number,
): Pick<Verification, 'verified' | 'details'> {
  if (token === undefined) {
    return { verified: 'unknown', details: seen.requestTime === undefined ? 'unsigned' : 'not verified' };
  }
  try {
    const apps = new Map([[sdkAppId ?? Number(seen.sdkAppId), [token]]]);
    authenticate(url, { apps, toleranceSeconds: TOLERANCE_SECONDS }, now);
    return { verified: 'yes', details: 'verified' };
  } catch (error) {
    return { verified: 'no', details: `not verified: ${reasonOf(error)}` };
  }
}

function ageSeconds(requestTime: string | undefined, now: number): number | undefined {
  return requestTime !== undefined && /^\d{10}$/.test(requestTime)
    ? now / 1000 - Number(requestTime)
    : undefined;
}

function reasonOf(error: unknown): string {
  if (error instanceof RejectedRequest) return error.message;
  throw error;
}
