import { shortId } from './short-id.js';

/**
 * Returns the key of an id. It is the id itself, so that ids of one time, which mostly begin alike, are on the same few pages of a commit. It
 * is a hash for an id that is long or has reserved characters.
 */
export function idKey(id: string): string {
  return /^[0-9A-Za-z][\x21-\x7e]{0,250}$/.test(id) ? id : `#${shortId(id)}`;
}
