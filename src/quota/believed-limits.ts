import { LRUCache } from 'lru-cache';
import type { QuotaAlarm } from './usage-history.js';

/** How many limits of one day are told apart: a limit is changed by hand, seldom twice a day. */
const LIMITS = 10;

/**
 * The limits of one day that alarms may have. The first one is believed, unless it is 0. Another one is believed when a
 * second alarm has it too, so that one odd alarm does not own the day.
 */
export class BelievedLimits {
  private readonly believed = new LRUCache<number, true>({ max: LIMITS });
  /** By limit, the alarm that waits for a second one. */
  private readonly doubted = new LRUCache<number, QuotaAlarm>({ max: LIMITS });

  /** Whether there is a limit to compare others with. */
  get known(): boolean {
    return this.believed.size > 0;
  }

  /** Believes a limit that another process, or this app before it was started anew, has gone by. */
  believe(quota: number): void {
    this.believed.set(quota, true);
  }

  /**
   * What an alarm gives to go by: itself, together with the one that waited for it; or nothing, and then it waits. One that
   * is seen once more, because something failed after it, does not agree with itself.
   */
  take(alarm: QuotaAlarm): readonly QuotaAlarm[] {
    const { quota } = alarm;
    if (this.believed.get(quota)) return [alarm];
    const first = this.doubted.get(quota);
    if (first === undefined ? this.known || quota === 0 : isSame(first, alarm)) {
      this.doubted.set(quota, alarm);
      return [];
    }
    this.doubted.delete(quota);
    this.believed.set(quota, true);
    return first === undefined ? [alarm] : [first, alarm];
  }
}

function isSame(one: QuotaAlarm, other: QuotaAlarm): boolean {
  return one.at === other.at && one.used === other.used;
}
