import { ConfigurationError } from '../../common/configuration-error.js';
import {
  assertInteger,
  assertKnownOptions,
  assertObject,
  assertOption,
  LONGEST_TIMER_MS,
} from '../../common/option-checks.js';
import { isRecord } from '../../common/is-object.js';
import { ORDERINGS, type OrderedEventName, type Ordering } from './orderings.js';

/** How often and when one handler is retried. */
export interface HandlerRetryOptions {
  /**
   * Number of attempts before the handler is given up for a callback; 1 means no retry.
   * @default 10
   */
  attempts?: number;
  /**
   * Delay before the second attempt, in ms. Each further delay is twice as long.
   * @default 1000
   */
  initialDelayMs?: number;
  /**
   * Longest delay, in ms.
   * @default 300000
   */
  maxDelayMs?: number;
}

/** What happens to an event if the handler has handled a newer one about the same thing: it is skipped, or marked `stale`. */
export type StaleAction = 'skip' | 'mark';

/** What happens to stale events, and which events are stale. */
export interface StaleOptions<Body> extends Ordering<Body> {
  readonly action: StaleAction;
}

/** Limits of a handler of after-events. */
export interface HandlerLimits {
  /**
   * How long a call may take, in ms; 0 means for ever. After that time the attempt fails with a `HandlerTimeoutError`, and `event.signal`
   * is aborted. The retry may overlap the late call.
   * @default 60000, or the module's `handlers.timeoutMs`
   */
  timeoutMs?: number;
  /**
   * Maximum number of calls at a time, in this process.
   * @default no limit but the delivery's `concurrency`
   */
  concurrency?: number;
  /** @default the delivery's `retry` */
  retry?: HandlerRetryOptions;
}

/** The checked limits, as a handler's metadata has them. */
export interface ResolvedHandlerLimits extends HandlerLimits {
  readonly onStale?: StaleOptions<object>;
}

export const LIMITS = ['timeoutMs', 'concurrency', 'retry', 'onStale'];

/** The limits as a decorator takes them, before the check. */
export interface GivenLimits extends HandlerLimits {
  onStale?: StaleAction | StaleOptions<object>;
}

/**
 * Checks the limits of a handler.
 *
 * @param event name of its event
 * @throws ConfigurationError naming the option
 */
export function resolveLimits(
  event: string,
  { timeoutMs, concurrency, retry, onStale }: GivenLimits,
): ResolvedHandlerLimits {
  if (timeoutMs !== undefined) assertInteger('timeoutMs', timeoutMs, 0, LONGEST_TIMER_MS);
  if (concurrency !== undefined) assertInteger('concurrency', concurrency, 1);
  return {
    timeoutMs,
    concurrency,
    retry: retry === undefined ? undefined : resolveRetry(retry),
    onStale: onStale === undefined ? undefined : resolveStale(event, onStale),
  };
}

/** Leaves out `undefined` members, for which the delivery's `retry` applies. */
function resolveRetry(retry: HandlerRetryOptions): HandlerRetryOptions {
  assertObject('retry', retry);
  assertKnownOptions(retry, ['attempts', 'initialDelayMs', 'maxDelayMs'], 'retry.');
  const { attempts, initialDelayMs, maxDelayMs } = retry;
  assertRetry('retry', retry);
  return {
    ...(attempts !== undefined && { attempts }),
    ...(initialDelayMs !== undefined && { initialDelayMs }),
    ...(maxDelayMs !== undefined && { maxDelayMs }),
  };
}

/**
 * Checks the given members of a retry.
 *
 * @param option its name, such as `delivery.retry`
 * @throws ConfigurationError naming the option
 */
export function assertRetry(
  option: string,
  { attempts, initialDelayMs, maxDelayMs }: HandlerRetryOptions,
): void {
  if (attempts !== undefined) assertInteger(`${option}.attempts`, attempts, 1);
  if (initialDelayMs !== undefined)
    assertInteger(`${option}.initialDelayMs`, initialDelayMs, 0, LONGEST_TIMER_MS);
  if (maxDelayMs !== undefined) assertInteger(`${option}.maxDelayMs`, maxDelayMs, 0, LONGEST_TIMER_MS);
}

function resolveStale(event: string, given: StaleAction | StaleOptions<object>): StaleOptions<object> {
  const short = typeof given === 'string';
  assertOption(short || isRecord(given), 'onStale', given, "give 'skip', 'mark' or { action, key, order }");
  const action = short ? given : given.action;
  const option = short ? 'onStale' : 'onStale.action';
  assertOption(action === 'skip' || action === 'mark', option, action, "give 'skip' or 'mark'");
  if (short) {
    if (isOrdered(event)) return { action, ...ORDERINGS[event] };
    const remedy = 'the catalogue does not order these events: give { action, key, order }';
    throw new ConfigurationError('onStale', `'${action}'`, remedy);
  }
  for (const name of ['key', 'order'] as const) {
    const isFunction = typeof given[name] === 'function';
    assertOption(isFunction, `onStale.${name}`, given[name], 'give a function of the body');
  }
  return given;
}

export function isOrdered(event: string): event is OrderedEventName {
  return Object.hasOwn(ORDERINGS, event);
}
