import { hash, timingSafeEqual } from 'node:crypto';

/**
 * The `Sign` that Chat puts into the URL: lower-case hex of `sha256(token + requestTime)`.
 * It covers neither the body nor any other parameter (vendor page 269/32431).
 *
 * @param requestTime Unix time in whole seconds, as the ten digits in the URL
 */
export function sign(token: string, requestTime: string): string {
  return hash('sha256', token + requestTime, 'hex');
}

/** Input of a signature check. */
export interface SignatureCheck {
  /** Tokens of the app. Any of them may match, so that a token can be exchanged without a gap. */
  tokens: readonly string[];
  /** `Sign` from the URL. */
  sign: string;
  /** `RequestTime` from the URL, in seconds. */
  requestTime: string;
  /** The receiver's clock, in ms since the epoch. */
  now: number;
  /** How far `requestTime` may be from `now`, in seconds, in either direction. */
  toleranceSeconds: number;
}

/** Outcome of {@link verifySignature}; everything but `valid` means that Chat did not send the request, or not now. */
export type SignatureVerdict = 'valid' | 'malformed' | 'mismatch' | 'expired';

/** Checks the form, then the digest, then the age. Pure: the clock comes in as `now`. */
export function verifySignature(check: SignatureCheck): SignatureVerdict {
  // Without this check, a signature for the token `t1` and the time `2…` would also match the token `t` and the time `12…`.
  if (!/^\d{10}$/.test(check.requestTime) || !/^[0-9a-f]{64}$/i.test(check.sign)) return 'malformed';
  const given = Buffer.from(check.sign, 'hex');
  const matches = check.tokens.some((token) =>
    timingSafeEqual(given, hash('sha256', token + check.requestTime, 'buffer')),
  );
  if (!matches) return 'mismatch';
  const ageMs = check.now - Number(check.requestTime) * 1000;
  return Math.abs(ageMs) <= check.toleranceSeconds * 1000 ? 'valid' : 'expired';
}
