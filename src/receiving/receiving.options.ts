import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertInteger, assertKnownOptions, assertObject, withDefaults } from '../common/option-checks.js';

/** Options for deciding before-callbacks. */
export interface VerdictOptions {
  /**
   * How long handlers may take, in ms, at most 1900. Chat waits 2000 ms, network time included.
   * @default 1500
   */
  timeoutMs?: number;
  /**
   * Replaces the verdict of a handler that fails or takes longer. Give what Chat's console is set to do when a callback
   * fails: otherwise the outcome depends on where the failure is.
   * @default 'allow'
   */
  fallback?: 'allow' | 'reject';
}

/** The module options that decide how callbacks are received, after their check. */
export abstract class ResolvedReceivingOptions {
  abstract readonly unknownCommands: 'acknowledge' | 'reject';
  abstract readonly verdicts: Required<VerdictOptions>;
}

const VERDICT_DEFAULTS: Required<VerdictOptions> = { timeoutMs: 1500, fallback: 'allow' };

/** The rest of the 2000 ms that Chat waits is network time. */
const MAX_TIMEOUT_MS = 1900;

/** @throws ConfigurationError naming the option */
export function resolveVerdicts(verdicts: VerdictOptions): Required<VerdictOptions> {
  assertObject('verdicts', verdicts);
  assertKnownOptions(verdicts, Object.keys(VERDICT_DEFAULTS), 'verdicts.');
  const complete = withDefaults(VERDICT_DEFAULTS, verdicts);
  assertInteger('verdicts.timeoutMs', complete.timeoutMs, 1, MAX_TIMEOUT_MS);
  if (!['allow', 'reject'].includes(complete.fallback)) {
    throw new ConfigurationError('verdicts.fallback', shown(complete.fallback), "give 'allow' or 'reject'");
  }
  return complete;
}

/** @throws ConfigurationError naming the option */
export function assertUnknownCommands(unknownCommands: unknown): void {
  if (unknownCommands === 'acknowledge' || unknownCommands === 'reject') return;
  throw new ConfigurationError('unknownCommands', shown(unknownCommands), "give 'acknowledge' or 'reject'");
}
