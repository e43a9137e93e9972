import { shortId } from '../short-id.js';

/**
 * The key of an id: itself, so that ids of one time, which mostly begin alike, lie beside each other and a commit writes a
 * few pages for all of them. A hash for one that is long, or that a key may not hold.
 */
export function idKey(id: string): string {
  return /^[0-9A-Za-z][\x21-\x7e]{0,250}$/.test(id) ? id : `#${shortId(id)}`;
}
