import {
  assertKnownOptions,
  assertObject,
  ConfigurationError,
  shown,
  withDefaults,
} from '../configuration/configuration-error.js';
import { isTimeZone } from './quota-day.js';

/** What the quota watch makes of the alarms. */
export interface QuotaWatchOptions {
  /**
   * Shares of the day's limit at which `group.quotaLevelReached` is emitted, once a day each: ascending, each above 0
   * and at most 1. Chat sends alarms above 0.7 only.
   * @default [0.7, 0.8, 0.9, 1]
   */
  levels?: readonly number[];
  /**
   * IANA name of the time zone in which the quota's day begins at midnight. The vendor does not document when it begins.
   * @default 'Asia/Shanghai'
   */
  timeZone?: string;
}

const DEFAULTS: Required<QuotaWatchOptions> = { levels: [0.7, 0.8, 0.9, 1], timeZone: 'Asia/Shanghai' };

/**
 * @param own names of options that are checked elsewhere
 * @throws ConfigurationError naming the option
 */
export function completeQuotaWatchOptions(
  options: QuotaWatchOptions,
  own: readonly string[],
): Required<QuotaWatchOptions> {
  assertObject('quota', options);
  assertKnownOptions(options, [...Object.keys(DEFAULTS), ...own], 'quota.');
  const { levels, timeZone } = withDefaults(DEFAULTS, options);
  if (!Array.isArray(levels) || levels.length === 0 || !levels.every(isNextLevel)) {
    const got = Array.isArray(levels) ? JSON.stringify(levels) : shown(levels);
    throw new ConfigurationError(
      'quota.levels',
      got,
      'give shares of the limit in ascending order, above 0 and at most 1, such as [0.8, 1]',
    );
  }
  if (!isTimeZone(timeZone)) {
    const got = typeof timeZone === 'string' ? JSON.stringify(timeZone) : shown(timeZone);
    throw new ConfigurationError(
      'quota.timeZone',
      got,
      "give an IANA name, such as 'Asia/Shanghai' or 'UTC'",
    );
  }
  return { levels, timeZone };
}

function isNextLevel(level: unknown, index: number, levels: readonly unknown[]): boolean {
  const before = index === 0 ? 0 : levels[index - 1];
  return typeof level === 'number' && typeof before === 'number' && level > before && level <= 1;
}
