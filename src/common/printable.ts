/**
 * Text of somebody else's, such as an id, as it may stand in a log: on one line, without control characters, 128
 * characters at the most.
 */
export function printable(text: string, most = 128): string {
  const cut = text.length > most ? `${text.slice(0, most - 3)}...` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '?');
}
