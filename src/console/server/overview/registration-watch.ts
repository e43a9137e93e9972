import type { LifecycleObserver, RejectedStep, StoreStep } from '../../../index.js';
import type { RegistrationOverview } from '../../api/console-api.js';

/** Counts the refused requests of one registration, and notes since when its store is up or down. */
export class RegistrationWatch implements LifecycleObserver {
  /** Whether the store is up or down, and since when. */
  latest: RegistrationOverview['store'] = { state: 'up', since: Date.now() };
  private readonly reasons = new Map<string, number>();

  /** Refused requests by reason. */
  get refused(): Record<string, number> {
    return Object.fromEntries(this.reasons);
  }

  rejected({ reason }: RejectedStep): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  /** While a store is down, each minute has a report. `since` is the time of the first one. */
  store({ state, why }: StoreStep): void {
    const since = state === this.latest.state ? this.latest.since : Date.now();
    this.latest = { state, since, ...(state === 'down' && why !== undefined && { why }) };
  }
}
