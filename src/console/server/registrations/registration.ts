import type { DeadLetters, DeliveryMonitor, HandlerMonitor, Lifecycle, QuotaWatch } from '../../../index.js';

/** The services of one registration that the console uses. */
export interface Registration {
  readonly name: string;
  readonly lifecycle: Lifecycle;
  readonly monitor: DeliveryMonitor;
  readonly handlerMonitor: HandlerMonitor;
  readonly deadLetters: DeadLetters;
  readonly quotaWatch: QuotaWatch;
}
