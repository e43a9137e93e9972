import { assertInteger, LONGEST_TIMER_MS, resolveGroup } from '../common/option-checks.js';
import type { AroundHandler } from './around-handler.js';
import type { Handler } from './handler.js';

/** The checked module options that the handlers need. */
export abstract class ResolvedHandlersOptions {
  /** Precedes the name of every event. */
  abstract readonly eventPrefix: string;
  abstract readonly aroundHandler: AroundHandler | undefined;
  abstract readonly handlers: Required<HandlersOptions>;
}

/** Defaults for the handlers of after-events. */
export interface HandlersOptions {
  /**
   * How long a call of a handler may take, in ms; 0 means for ever. After that time the attempt fails with a {@link HandlerTimeoutError},
   * and `event.signal` is aborted.
   * @default 60000
   */
  timeoutMs?: number;
}

const DEFAULTS: Required<HandlersOptions> = { timeoutMs: 60_000 };

/** @throws ConfigurationError naming the option */
export function resolveHandlers(handlers: HandlersOptions): Required<HandlersOptions> {
  const complete = resolveGroup('handlers', DEFAULTS, handlers);
  assertInteger('handlers.timeoutMs', complete.timeoutMs, 0, LONGEST_TIMER_MS);
  return complete;
}

/** Returns how long a call of a handler of after-events may take, in ms; 0 means for ever. */
export function timeoutOf({ own, limits }: Handler, { handlers }: ResolvedHandlersOptions): number {
  return own ? 0 : (limits?.timeoutMs ?? handlers.timeoutMs);
}
