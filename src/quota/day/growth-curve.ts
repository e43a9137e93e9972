import type { QuotaAlarm } from './quota-alarm.js';

const SECOND_MS = 1000;
const MINUTE_S = 60;

/** The net growth of one day in each of its seconds. Takes 180 KB from the first creation on, however many come. */
export class GrowthCurve {
  private changes: Int16Array | undefined;

  /** @param startsAt bounds of the day, in ms since the epoch */
  constructor(
    private readonly startsAt: number,
    private readonly endsAt: number,
  ) {}

  /** @param at a time of the day, in ms since the epoch */
  add(at: number, groups: 1 | -1): void {
    this.changes ??= new Int16Array(Math.ceil((this.endsAt - this.startsAt) / SECOND_MS));
    const second = this.secondOf(at);
    this.changes[second] = (this.changes[second] ?? 0) + groups;
  }

  /** Returns the growth after one time until another one, both in ms since the epoch. Whole seconds count. */
  between(after: number, until: number): number {
    let growth = 0;
    if (this.changes === undefined) return growth;
    for (let second = this.secondOf(after) + 1; second <= this.secondOf(until); second += 1) {
      growth += this.changes[second] ?? 0;
    }
    return growth;
  }

  /** Returns the growth since the day began, at the last change of each minute before a time, ascending. */
  points(before: number): Pick<QuotaAlarm, 'at' | 'used'>[] {
    const points: Pick<QuotaAlarm, 'at' | 'used'>[] = [];
    const { changes } = this;
    if (changes === undefined) return points;
    const end = Math.min(changes.length, Math.floor((before - this.startsAt) / SECOND_MS));
    let used = 0;
    let minute = -1;
    for (let second = 0; second < end; second += 1) {
      const change = changes[second] ?? 0;
      if (change === 0) continue;
      used += change;
      if (Math.floor(second / MINUTE_S) === minute) points.pop();
      minute = Math.floor(second / MINUTE_S);
      points.push({ at: this.startsAt + second * SECOND_MS, used });
    }
    return points;
  }

  private secondOf(at: number): number {
    return Math.floor((Math.min(at, this.endsAt - 1) - this.startsAt) / SECOND_MS);
  }
}
