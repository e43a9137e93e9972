import { hash } from 'node:crypto';

/**
 * An id for the keys of a store, which have a greatest length and characters that they cannot hold. Of its UTF-16, since
 * in UTF-8 all halves of a surrogate pair are the same.
 */
export function shortId(id: string): string {
  return hash('sha256', Buffer.from(id, 'utf16le'), 'base64url');
}
