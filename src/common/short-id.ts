import { hash } from 'node:crypto';

/**
 * Hashes an id for the keys of a store, which have a maximum length and reserved characters. Hashes UTF-16, because in UTF-8 all lone
 * surrogates are equal.
 */
export function shortId(id: string): string {
  return hash('sha256', Buffer.from(id, 'utf16le'), 'base64url');
}
