import type { BeforeCallback } from '../callbacks/callback-class.js';
import type { KnownCallback } from '../callbacks/catalogue.js';

/** The verdict that replaces that of a handler which fails or is late. */
export type Fallback = 'allow' | 'reject';

/** Name of an event that Chat waits for. */
export type BeforeEventName = Extract<KnownCallback, { verdicts: unknown }>['event'];

/** One fallback for all, or one for some events by their names; for the rest, what Chat does without an answer. */
export type FallbackOptions =
  Fallback | { readonly [Event in BeforeEventName]?: Fallback } | Readonly<Record<string, Fallback>>;

/** The fallback of one command. */
export function fallbackOf(fallback: FallbackOptions | undefined, callback: BeforeCallback): Fallback {
  if (typeof fallback === 'string') return fallback;
  const own = new Map(Object.entries(fallback ?? {})).get(callback.event);
  return own ?? callback.unanswered ?? 'allow';
}
