import type { ChatApp } from './chat-app.js';

/**
 * Makes a function that takes secrets out of a text: the token, however it is encoded, every digest of the length of a
 * `Sign`, and what stands before the host in a URL. Receivers may repeat any of them in their answers.
 */
export function hideSecrets(token: ChatApp['token'] | undefined): (text: string) => string {
  const tokens = token ? [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)] : [];
  return (text) => {
    // Digests first: a short token may be a part of one.
    const hidden = text
      .replace(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi, '…')
      .replace(/(https?:\/\/)[^/?#@\s]+@/gi, '$1…@');
    return tokens.reduce((rest, secret) => rest.replaceAll(secret, '<token>'), hidden);
  };
}
