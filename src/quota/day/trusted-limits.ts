import type { QuotaAlarm } from './quota-alarm.js';

/** How many trusted and how many waiting limits a day keeps: operators change the limit by hand, seldom twice a day. */
const MAX_LIMITS = 10;

/**
 * Decides by their limit which alarms of one day count. The first limit is trusted unless it is 0. Any other one is trusted
 * when a second alarm has it, so that one wrong alarm does not decide the day.
 */
export class TrustedLimits {
  /** In the order of their latest use. */
  private trusted: readonly number[] = [];
  /** Alarms that wait for a second one with their limit. */
  private waiting: readonly QuotaAlarm[] = [];

  get isEmpty(): boolean {
    return this.trusted.length === 0;
  }

  /** Trusts a limit that another process has trusted, or this app before it restarted. */
  trust(quota: number): void {
    if (this.trusted.at(-1) === quota) return;
    this.trusted = [...this.trusted.filter((limit) => limit !== quota), quota].slice(-MAX_LIMITS);
  }

  /**
   * Returns the alarms that count now: the given one, after the one that waited for it; none if the given one has to wait.
   * An alarm that is delivered again does not confirm itself.
   */
  accept(alarm: QuotaAlarm): readonly QuotaAlarm[] {
    const { quota } = alarm;
    if (this.trusted.includes(quota)) {
      this.trust(quota);
      return [alarm];
    }
    const first = this.waiting.find((each) => each.quota === quota);
    const others = this.waiting.filter((each) => each !== first);
    const isFirstOfDay = this.isEmpty && quota !== 0;
    const mustWait = first === undefined ? !isFirstOfDay : isSame(first, alarm);
    if (mustWait) {
      this.waiting = [...others, alarm].slice(-MAX_LIMITS);
      return [];
    }
    this.waiting = others;
    this.trust(quota);
    return first === undefined ? [alarm] : [first, alarm];
  }
}

function isSame(one: QuotaAlarm, other: QuotaAlarm): boolean {
  return one.at === other.at && one.used === other.used;
}
