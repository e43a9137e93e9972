import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertInteger, assertOption, resolveGroup } from '../common/option-checks.js';
import { isTimeZone } from './day/calendar-day.js';
import {
  resolveQuotaGuardOptions,
  type QuotaGuardOptions,
  type ResolvedQuotaGuard,
} from './quota-guard.options.js';

/** Which creations and dissolutions are counted. */
export interface QuotaCountOptions {
  /**
   * Whether communities count. By Chat's newest documentation they do not (1047/33529).
   * @default false
   */
  communities?: boolean;
}

/** How the quota watch treats alarms, creations and dissolutions. */
export interface QuotaWatchOptions {
  /**
   * Shares of the day's limit: ascending, each above 0 and at most 1. `group.quotaLevelReached` is emitted at most once per level
   * and day; a jump over several levels emits only the highest. Levels of 0.7 and above come from Chat's alarms, levels below from
   * the count of creations, once the limit is known.
   * @default [0.7, 0.8, 0.9, 1]
   */
  levels?: readonly number[];
  /**
   * IANA name of the time zone whose midnight begins the quota's day. The vendor does not document when the day begins.
   * @default 'Asia/Shanghai'
   */
  timeZone?: string;
  /**
   * Whether creations and dissolutions are counted, from `group.created` and `group.destroyed`. Switch both on in Chat's console.
   * @default true
   */
  count?: boolean | QuotaCountOptions;
  /**
   * The limit of a day in groups, until the first alarm names it. The limit of the last alarm is known on later days too, and with
   * a durable delivery after a restart.
   * @default not known
   */
  limit?: number;
}

/** How the quota alarms are treated. */
export interface QuotaOptions extends QuotaWatchOptions {
  /**
   * Rejects `Group.CallbackBeforeCreateGroup` near the limit, or of an operator with too many groups, in addition to the app's own handlers
   * of `group.beforeCreate`. The guard uses the alarms and counts of all processes that share the delivery's store.
   * @default off
   */
  guard?: QuotaGuardOptions;
}

/** The checked options of the watch. */
export interface ResolvedQuotaWatch {
  readonly levels: readonly number[];
  readonly timeZone: string;
  readonly limit?: number;
  /** `undefined` if nothing is counted. */
  readonly count?: Required<QuotaCountOptions>;
  /** The apps whose days are read from the store at start. */
  readonly sdkAppIds: readonly number[];
}

/** The checked options of the quota. */
export abstract class ResolvedQuotaOptions {
  /** `undefined` if the quota is not watched. */
  abstract readonly watch?: ResolvedQuotaWatch;
  abstract readonly guard?: ResolvedQuotaGuard;
}

const DEFAULTS: Required<Omit<QuotaWatchOptions, 'limit'>> = {
  levels: [0.7, 0.8, 0.9, 1],
  timeZone: 'Asia/Shanghai',
  count: true,
};

/**
 * @param sdkAppIds the apps of the registration
 * @throws ConfigurationError naming the option
 */
export function resolveQuotaOptions(
  quota: QuotaOptions | false,
  sdkAppIds: readonly number[] = [],
): ResolvedQuotaOptions {
  if (quota === false) return {};
  const { levels, timeZone, count } = resolveGroup('quota', DEFAULTS, quota, ['limit', 'guard']);
  const { limit, guard } = quota;
  assertLevels(levels);
  if (!isTimeZone(timeZone)) {
    const got = typeof timeZone === 'string' ? JSON.stringify(timeZone) : shown(timeZone);
    throw new ConfigurationError(
      'quota.timeZone',
      got,
      "give an IANA name, such as 'Asia/Shanghai' or 'UTC'",
    );
  }
  if (limit !== undefined) assertInteger('quota.limit', limit, 1);
  const watch = { levels, timeZone, limit, count: resolveCount(count), sdkAppIds };
  return guard === undefined ? { watch } : { watch, guard: resolveQuotaGuardOptions(guard) };
}

function resolveCount(count: boolean | QuotaCountOptions): Required<QuotaCountOptions> | undefined {
  if (count === false) return undefined;
  if (count === true) return { communities: false };
  const { communities } = resolveGroup('quota.count', { communities: false }, count);
  const isValid = typeof communities === 'boolean';
  assertOption(isValid, 'quota.count.communities', communities, 'give true or false');
  return { communities };
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
