import type { SharedState } from '../delivery/port/shared-state.js';
import type { QuotaAlarm } from './usage-history.js';

/** How long nothing more is told of a key after a notice, in ms: ten a second are as good as all. */
const PAUSE_MS = 100;

/**
 * Tells other processes of the latest alarms, without anybody waiting for it. Of those that come while
 * one is being told, or shortly after, only the latest is told next: a storm of alarms is no storm of writes.
 */
export class UsageNotice {
  /** By key, what is to be told when the present one has been. */
  private readonly next = new Map<string, QuotaAlarm | undefined>();

  /** @param keptMs for how long the notice is kept, in ms */
  constructor(
    private readonly shared: SharedState,
    private readonly keptMs: number,
  ) {}

  post(key: string, alarm: QuotaAlarm): void {
    if (!this.next.has(key)) {
      this.next.set(key, undefined);
      void this.tell(key, alarm);
      return;
    }
    const waiting = this.next.get(key);
    if (waiting === undefined || waiting.at < alarm.at) this.next.set(key, alarm);
  }

  private async tell(key: string, alarm: QuotaAlarm): Promise<void> {
    // A notice that is lost makes way for the next one; that the store is away, others say.
    await this.shared.advance(key, { order: alarm.at, value: alarm }, this.keptMs).catch(() => {});
    setTimeout(() => this.resume(key), PAUSE_MS).unref();
  }

  private resume(key: string): void {
    const next = this.next.get(key);
    this.next.delete(key);
    if (next !== undefined) this.post(key, next);
  }
}
