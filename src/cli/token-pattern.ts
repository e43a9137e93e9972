/** A token of so many characters is no word, and no part of one, by chance. */
const UNMISTAKABLE = 8;

export function isUnmistakable(token: string): boolean {
  return token.length >= UNMISTAKABLE;
}

/**
 * Finds a token in a text, however it is encoded. A short one may be a part of a word: it is found where it stands
 * alone, or right before a `RequestTime`, which is what a `Sign` is made of.
 */
export function tokenPattern(token: string): RegExp {
  const spellings = [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)].map(escaped);
  const any = `(?:${spellings.join('|')})`;
  const alone = String.raw`(?<![\p{L}\p{N}])${any}(?=\d{10}(?!\d)|[^\p{L}\p{N}]|$)`;
  return new RegExp(isUnmistakable(token) ? any : alone, 'gu');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
