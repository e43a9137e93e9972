import type { ChatApp } from './chat-app.js';

/** A token of this many characters is not part of a word by chance. */
const UNMISTAKABLE = 8;

/** Whether a text that contains the token contains it on purpose. */
export function isUnmistakable(token: string): boolean {
  return token.length >= UNMISTAKABLE;
}

/**
 * Returns a function that takes secrets out of the texts of others: the token in any encoding, every digest of the length of a `Sign`, and
 * user and password of a URL. Receivers may repeat any of them.
 */
export function hideSecrets(token?: ChatApp['token']): (text: string) => string {
  const pattern = token ? tokenPattern(token) : undefined;
  return (text) => {
    // Digests first: a token may be a part of one.
    const hidden = text
      .replace(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi, '…')
      .replace(/(https?:\/\/)[^/?#@\s]+@/gi, '$1…@');
    return pattern === undefined ? hidden : hidden.replace(pattern, '<token>');
  };
}

/** Does the same for all printed text, our own words included. A short token may be one of these words, and stays. */
export function hideUnmistakable(token?: ChatApp['token']): (text: string) => string {
  return hideSecrets(token && isUnmistakable(token) ? token : undefined);
}

/**
 * Finds a token in a text, in any encoding. A short token may be part of a word. It is found as a whole word, or before a `RequestTime`, as
 * in the input of a `Sign`.
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
