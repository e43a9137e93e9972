import { hash } from 'node:crypto';

/** An id for the keys of a store, which have a greatest length and characters that they cannot hold. */
export function shortId(id: string): string {
  return hash('sha256', id, 'base64url');
}
