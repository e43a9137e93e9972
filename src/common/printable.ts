/**
 * Makes a foreign text, such as an id, safe for a log: on one line, without control characters.
 *
 * @param max longest result, in characters
 */
export function printable(text: string, max = 128): string {
  const cut = text.length > max ? `${text.slice(0, max - 3)}...` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '?');
}
