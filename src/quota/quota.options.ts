import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertKnownOptions, assertObject, withDefaults } from '../common/option-checks.js';
import { resolveQuotaGuard, type QuotaGuardOptions } from './quota-guard.options.js';
import { isTimeZone } from './quota-day.js';

/** How the quota watch treats the alarms. */
export interface QuotaWatchOptions {
  /**
   * Shares of the day's limit at which `group.quotaLevelReached` is emitted, once a day each: ascending, each above 0 and at
   * most 1. Chat sends alarms only above 0.7.
   * @default [0.7, 0.8, 0.9, 1]
   */
  levels?: readonly number[];
  /**
   * IANA name of the time zone whose midnight begins the quota's day. The vendor does not document when the day begins.
   * @default 'Asia/Shanghai'
   */
  timeZone?: string;
}

/** How the quota alarms are treated. */
export interface QuotaOptions extends QuotaWatchOptions {
  /**
   * Rejects `Group.CallbackBeforeCreateGroup` near the limit, in addition to the app's own handlers of `group.beforeCreate`. It
   * uses the latest alarm of the app and day that this process, or another one that shares the delivery's store, has handled.
   * @default off
   */
  guard?: QuotaGuardOptions;
}

/** The checked options of the quota. */
export abstract class ResolvedQuotaOptions {
  /** `undefined` if the quota is not watched. */
  abstract readonly watch?: Required<QuotaWatchOptions>;
  abstract readonly guard?: Required<QuotaGuardOptions>;
}

const DEFAULTS: Required<QuotaWatchOptions> = { levels: [0.7, 0.8, 0.9, 1], timeZone: 'Asia/Shanghai' };

/** @throws ConfigurationError naming the option */
export function resolveQuota(quota: QuotaOptions | false): ResolvedQuotaOptions {
  if (quota === false) return {};
  assertObject('quota', quota);
  assertKnownOptions(quota, [...Object.keys(DEFAULTS), 'guard'], 'quota.');
  const watch = withDefaults(DEFAULTS, quota);
  assertLevels(watch.levels);
  if (!isTimeZone(watch.timeZone)) {
    const got = typeof watch.timeZone === 'string' ? JSON.stringify(watch.timeZone) : shown(watch.timeZone);
    throw new ConfigurationError(
      'quota.timeZone',
      got,
      "give an IANA name, such as 'Asia/Shanghai' or 'UTC'",
    );
  }
  return quota.guard === undefined ? { watch } : { watch, guard: resolveQuotaGuard(quota.guard) };
}

function assertLevels(levels: unknown): void {
  if (Array.isArray(levels) && levels.length > 0 && levels.every(isNextLevel)) return;
  throw new ConfigurationError(
    'quota.levels',
    Array.isArray(levels) ? JSON.stringify(levels) : shown(levels),
    'give shares of the limit in ascending order, above 0 and at most 1, such as [0.8, 1]',
  );
}

function isNextLevel(level: unknown, index: number, levels: readonly unknown[]): boolean {
  const before = index === 0 ? 0 : levels[index - 1];
  return typeof level === 'number' && typeof before === 'number' && level > before && level <= 1;
}
