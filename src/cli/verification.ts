import { type SignatureVerdict, verifySignature } from '../protocol/signature.js';
import type { UrlParameters } from '../protocol/url-parameters.js';

/** How far `RequestTime` may be from the clock, in seconds. Chat's pages give a minute (269/32431). */
const TOLERANCE_SECONDS = 60;

/** Result of the check of a URL's signature. */
export interface Verification {
  verdict: SignatureVerdict | 'unsigned';
  /** The verdict in words. */
  meaning: string;
  /** Time since `RequestTime`, in seconds, by this machine's clock. */
  ageSeconds?: number;
}

const MEANINGS: Record<Verification['verdict'], string> = {
  valid: 'the Sign is right, and its RequestTime is now',
  unsigned: "the URL has no Sign or no RequestTime: is authentication switched on in Chat's console?",
  malformed: 'Sign must be 64 hex characters and RequestTime ten digits',
  mismatch: 'the Sign was made with another token, or for another RequestTime',
  expired: `the Sign is right, but RequestTime is more than ${TOLERANCE_SECONDS} s away from this machine's clock`,
};

/** @param now in ms since the epoch */
export function verify(
  { sign, requestTime }: Pick<UrlParameters, 'sign' | 'requestTime'>,
  token: string,
  now: number,
): Verification {
  const verdict =
    sign === undefined || requestTime === undefined
      ? 'unsigned'
      : verifySignature({ tokens: [token], sign, requestTime, now, toleranceSeconds: TOLERANCE_SECONDS });
  return { verdict, meaning: MEANINGS[verdict], ageSeconds: ageSeconds(requestTime, now) };
}

export function ageSeconds(requestTime: string | undefined, now: number): number | undefined {
  const isTime = requestTime !== undefined && /^\d{10}$/.test(requestTime);
  return isTime ? now / 1000 - Number(requestTime) : undefined;
}
