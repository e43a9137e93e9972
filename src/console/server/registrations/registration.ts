import type { DeadLetters, DeliveryMonitor, Lifecycle, QuotaWatch } from '../../../index.js';

/** What the console shows, and acts on, of one registration. */
export interface Registration {
  readonly name: string;
  readonly lifecycle: Lifecycle;
  readonly monitor: DeliveryMonitor;
  readonly deadLetters: DeadLetters;
  readonly quotaWatch: QuotaWatch;
}
