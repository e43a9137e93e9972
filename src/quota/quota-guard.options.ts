import { GroupBeforeCreateDto } from '../callbacks/families/group/group-lifecycle.js';
import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertKnownOptions, assertObject, assertOption, resolveGroup } from '../common/option-checks.js';
import type { GroupBeforeCreateEvent } from '../events/callback-events.js';

/** How many groups one operator may create. */
export interface QuotaPerOperatorOptions {
  /**
   * Groups that an operator (`Operator_Account`) may create per quota day, or a synchronous function of the event that returns the
   * number. The operator of a REST call is an administrator, who stands for the whole back end: see `exempt`.
   */
  max: number | ((event: GroupBeforeCreateEvent) => number);
  /**
   * Limits operators only once the day's usage is at this share: from 0 to 1. Above 0 the limit of the day has to be known.
   * @default 0
   */
  from?: number;
}

/** When the creation of groups is rejected. */
export interface QuotaGuardOptions {
  /**
   * Rejects the creation of groups from this share of the day's limit on: above 0 and at most 1.
   * @default 0.95
   */
  denyFrom?: number;
  /**
   * Rejects the creations of an operator that has created `max` groups on the day. Counts the certain creations, including those of groups
   * that were dissolved again.
   * @default off
   */
  perOperator?: QuotaPerOperatorOptions;
  /**
   * Error code for the client: 10100 to 10200, or 1. For 1, Chat sends its own code.
   * @default 10150
   */
  code?: number;
  /**
   * Text for the client.
   * @default 'the daily limit of groups is nearly used up', or for `perOperator` 'this account has created as many groups as it may today'
   */
  info?: string;
  /**
   * Returns `true` for a group whose creation is never rejected.
   * @default () => false
   */
  exempt?: (event: GroupBeforeCreateEvent) => boolean;
}

type Defaulted = Required<Omit<QuotaGuardOptions, 'perOperator'>>;

/** The checked options of the guard. */
export interface ResolvedQuotaGuard extends Defaulted {
  /** Text for a client whose account is over its share. */
  readonly operatorInfo: string;
  readonly perOperator?: Required<QuotaPerOperatorOptions>;
}

const DEFAULTS: Defaulted = {
  denyFrom: 0.95,
  code: 10_150,
  info: 'the daily limit of groups is nearly used up',
  exempt: () => false,
};

/** @throws ConfigurationError naming the option */
export function resolveQuotaGuardOptions(options: QuotaGuardOptions): ResolvedQuotaGuard {
  const given = resolveGroup('quota.guard', DEFAULTS, options, ['perOperator']);
  const { denyFrom, code, info, exempt } = given;
  const isShare = typeof denyFrom === 'number' && denyFrom > 0 && denyFrom <= 1;
  assertOption(isShare, 'quota.guard.denyFrom', denyFrom, 'give a share above 0 and at most 1');
  try {
    GroupBeforeCreateDto.verdicts().reject({ code });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigurationError('quota.guard.code', shown(code), error.message);
  }
  assertOption(typeof info === 'string', 'quota.guard.info', info, 'give a text');
  assertOption(typeof exempt === 'function', 'quota.guard.exempt', exempt, 'give a function of the event');
  const { perOperator, info: operatorInfo = 'this account has created as many groups as it may today' } =
    options;
  const complete = { ...given, operatorInfo };
  return perOperator === undefined ? complete : { ...complete, perOperator: resolvePerOperator(perOperator) };
}

function resolvePerOperator(options: QuotaPerOperatorOptions): Required<QuotaPerOperatorOptions> {
  assertObject('quota.guard.perOperator', options);
  assertKnownOptions(options, ['max', 'from'], 'quota.guard.perOperator.');
  const { max, from = 0 } = options;
  assertOption(
    typeof max === 'function' || (Number.isSafeInteger(max) && max >= 0),
    'quota.guard.perOperator.max',
    max,
    'give a whole number of groups, or a function of the event that returns one',
  );
  const isShare = typeof from === 'number' && from >= 0 && from <= 1;
  assertOption(isShare, 'quota.guard.perOperator.from', from, 'give a share from 0 to 1');
  return { max, from };
}
