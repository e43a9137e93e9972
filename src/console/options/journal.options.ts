import { assertInteger, resolveGroup } from '../../common/option-checks.js';

/** How many callbacks a journal remembers. */
export interface JournalOptions {
  /**
   * Maximum number of callbacks, at most 100,000. Beyond it, those that have not changed for the longest time are dropped.
   * @default 1000
   */
  max?: number;
  /**
   * Approximate memory of these callbacks, in bytes, at least 65,536. A body that would take more than a tenth of it is left out.
   * @default 8388608 (8 MiB)
   */
  maxBytes?: number;
}

const DEFAULTS: Required<JournalOptions> = { max: 1000, maxBytes: 8 * 1024 * 1024 };

/** @throws ConfigurationError that names the option */
export function resolveJournal(journal: JournalOptions): Required<JournalOptions> {
  const complete = resolveGroup('journal', DEFAULTS, journal);
  assertInteger('journal.max', complete.max, 1, 100_000);
  assertInteger('journal.maxBytes', complete.maxBytes, 65_536);
  return complete;
}
