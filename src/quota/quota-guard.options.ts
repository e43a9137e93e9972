import { GroupBeforeCreateDto } from '../callbacks/families/group/group-lifecycle.js';
import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertKnownOptions, assertObject, withDefaults } from '../common/option-checks.js';
import type { GroupBeforeCreateEvent } from '../events/callback-events.js';

/** When the creation of groups is rejected. */
export interface QuotaGuardOptions {
  /**
   * Rejects the creation of groups from this share of the day's limit on: above 0 and at most 1.
   * @default 0.95
   */
  denyFrom?: number;
  /**
   * Error code for the client: 10100 to 10200, or 1, which Chat replaces by its own code.
   * @default 10150
   */
  code?: number;
  /**
   * Text for the client.
   * @default 'the daily limit of groups is nearly used up'
   */
  info?: string;
  /**
   * Returns `true` for a group whose creation is never rejected.
   * @default () => false
   */
  exempt?: (event: GroupBeforeCreateEvent) => boolean;
}

const DEFAULTS: Required<QuotaGuardOptions> = {
  denyFrom: 0.95,
  code: 10_150,
  info: 'the daily limit of groups is nearly used up',
  exempt: () => false,
};

/** @throws ConfigurationError naming the option */
export function resolveQuotaGuard(options: QuotaGuardOptions): Required<QuotaGuardOptions> {
  assertObject('quota.guard', options);
  assertKnownOptions(options, Object.keys(DEFAULTS), 'quota.guard.');
  const complete = withDefaults(DEFAULTS, options);
  const { denyFrom, code, info, exempt } = complete;
  if (typeof denyFrom !== 'number' || !(denyFrom > 0 && denyFrom <= 1)) {
    throw new ConfigurationError(
      'quota.guard.denyFrom',
      shown(denyFrom),
      'give a share above 0 and at most 1',
    );
  }
  try {
    GroupBeforeCreateDto.verdicts().reject({ code });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigurationError('quota.guard.code', shown(code), error.message);
  }
  if (typeof info !== 'string') throw new ConfigurationError('quota.guard.info', shown(info), 'give a text');
  if (typeof exempt !== 'function') {
    throw new ConfigurationError('quota.guard.exempt', shown(exempt), 'give a function of the event');
  }
  return complete;
}
