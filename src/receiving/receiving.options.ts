import { isBeforeCallback } from '../callbacks/callback-class.js';
import type { CallbackTable } from '../callbacks/callback-table.js';
import { assertInteger, assertKnownOptions, assertOption, resolveGroup } from '../common/option-checks.js';
import type { FallbackOptions } from './verdict-fallback.js';

/** Options for deciding before-callbacks. */
export interface VerdictOptions {
  /**
   * How long handlers may take, in ms, at most 1900. Chat waits 2000 ms, network time included.
   * @default 1500
   */
  timeoutMs?: number;
  /**
   * Replaces the verdict of a handler that fails or takes longer, and answers a body that cannot be read. A string applies to all
   * before-callbacks. An object names events, such as `{ 'group.beforeSendMessage': 'reject' }`; the rest keep the default. Give what
   * Chat's console is set to do when a callback fails: otherwise the outcome depends on what failed.
   * @default what Chat does without an answer: `'reject'` for `live.beforeSendGift`, `'allow'` for all others
   */
  fallback?: FallbackOptions;
}

/** The checked module options that decide how callbacks are received. */
export abstract class ResolvedReceivingOptions {
  abstract readonly unknownCommands: 'acknowledge' | 'reject';
  abstract readonly verdicts: ResolvedVerdictOptions;
}

/** `fallback` is absent if each command keeps what Chat does without an answer. */
export type ResolvedVerdictOptions = VerdictOptions & { readonly timeoutMs: number };

const VERDICT_DEFAULTS: ResolvedVerdictOptions = { timeoutMs: 1500, fallback: undefined };

/** The rest of the 2000 ms that Chat waits is network time. */
const MAX_TIMEOUT_MS = 1900;

/**
 * @param callbacks the callbacks whose events `fallback` may name
 * @throws ConfigurationError naming the option
 */
export function resolveVerdicts(verdicts: VerdictOptions, callbacks: CallbackTable): ResolvedVerdictOptions {
  const complete = resolveGroup('verdicts', VERDICT_DEFAULTS, verdicts);
  assertInteger('verdicts.timeoutMs', complete.timeoutMs, 1, MAX_TIMEOUT_MS);
  const { fallback } = complete;
  if (typeof fallback === 'object' && fallback !== null) {
    const events = [...callbacks.values()].filter(isBeforeCallback).map(({ event }) => event);
    assertKnownOptions(fallback, events, 'verdicts.fallback.');
    for (const [event, each] of Object.entries(fallback)) assertFallback(`verdicts.fallback.${event}`, each);
  } else if (fallback !== undefined) assertFallback('verdicts.fallback', fallback);
  return complete;
}

function assertFallback(option: string, fallback: unknown): void {
  assertOption(fallback === 'allow' || fallback === 'reject', option, fallback, "give 'allow' or 'reject'");
}
