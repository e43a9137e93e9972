import type { ChatApp } from './chat-app.js';
import { isUnmistakable, tokenPattern } from './token-pattern.js';

/**
 * Makes a function that takes secrets out of what others have said: the token, however it is encoded, every digest of
 * the length of a `Sign`, and what stands before the host in a URL. Receivers may repeat any of them in their answers.
 */
export function hideSecrets(token: ChatApp['token'] | undefined): (text: string) => string {
  const pattern = token ? tokenPattern(token) : undefined;
  return (text) => {
    // Digests first: a token may be a part of one.
    const hidden = text
      .replace(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi, '…')
      .replace(/(https?:\/\/)[^/?#@\s]+@/gi, '$1…@');
    return pattern === undefined ? hidden : hidden.replace(pattern, '<token>');
  };
}

/** The same for all that is printed, our own words among it: a short token may be one of these. */
export function hideUnmistakable(token: ChatApp['token'] | undefined): (text: string) => string {
  return hideSecrets(token && isUnmistakable(token) ? token : undefined);
}
