import type { RoomsSnapshot } from './day/quota-snapshot.js';
import { usageOf, type QuotaAlarm } from './day/quota-alarm.js';

/** Reads an alarm from the body of `live.roomThresholdReached`; `undefined` if the app's own class has other members. */
export function roomsAlarmOf(body: object, at: number): QuotaAlarm | undefined {
  const used: unknown = Reflect.get(body, 'CurRoomCount');
  const quota: unknown = Reflect.get(body, 'MaxRoomCount');
  return typeof used === 'number' && typeof quota === 'number' ? { at, used, quota } : undefined;
}

/** The rooms of one app according to Live's latest alarm. Rooms have no day: a level counts while the usage is at it. */
export class Rooms {
  private latest: QuotaAlarm | undefined;
  private readonly reachedAt = new Map<number, number>();

  /** @param levels ascending, each above 0 and at most 1 */
  constructor(private readonly levels: readonly number[]) {}

  /** Takes an alarm into account, unless there is a later one. */
  observe(alarm: QuotaAlarm): void {
    if (this.latest !== undefined && this.latest.at >= alarm.at) return;
    this.latest = alarm;
    for (const level of this.levels) {
      if (usageOf(alarm) < level) this.reachedAt.delete(level);
      else if (!this.reachedAt.has(level)) this.reachedAt.set(level, alarm.at);
    }
  }

  get snapshot(): RoomsSnapshot | undefined {
    if (this.latest === undefined) return undefined;
    const { at, used, quota } = this.latest;
    return {
      used,
      quota,
      usage: usageOf(this.latest),
      remaining: Math.max(0, quota - used),
      level: this.levels.findLast((level) => this.reachedAt.has(level)) ?? null,
      levels: this.levels.map((level) => {
        const since = this.reachedAt.get(level);
        return { level, reachedAt: since === undefined ? null : new Date(since) };
      }),
      lastAlarmAt: new Date(at),
    };
  }
}
