import { isObject } from '../common/is-object.js';
import type { SharedState } from '../delivery/port/shared-state.js';
import type { QuotaAlarm } from './day/quota-alarm.js';
import { KEEP_DAY_MS } from './day/calendar-day.js';

/** The pause after each alarm that is published, in ms: at most ten updates per second per day of an app. */
const PAUSE_MS = 100;

/** How long the limit of an app is known without alarms, in ms: a year. */
const KEEP_LIMIT_MS = 365 * 24 * 3_600_000;

/** A quota day as the processes share it through the delivery's store: its latest alarm, and the level that was emitted. */
export class SharedQuota {
  /** The alarm to publish next, for each key that publishes or pauses. */
  private readonly next = new Map<string, QuotaAlarm | undefined>();

  constructor(private readonly shared: SharedState) {}

  /** Returns the latest alarm of a day; `undefined` if there is none, or the store cannot be read. */
  latestAlarm(sdkAppId: number, day: string): Promise<QuotaAlarm | undefined> {
    return this.read(alarmKey(sdkAppId, day));
  }

  /**
   * Publishes an alarm of a day in the background. While one is being published, and in the pause after it, only the latest alarm is kept
   * for the next update, so that a storm of alarms causes no storm of writes.
   */
  publishAlarm(sdkAppId: number, day: string, alarm: QuotaAlarm): void {
    this.publish(alarmKey(sdkAppId, day), alarm);
  }

  /** Returns the last alarm of an app whose limit was new; `undefined` if there is none, or the store cannot be read. */
  lastAlarm(sdkAppId: number): Promise<QuotaAlarm | undefined> {
    return this.read(lastAlarmKey(sdkAppId));
  }

  /** Publishes in the background an alarm with another limit than the app's alarms before. */
  publishLastAlarm(sdkAppId: number, alarm: QuotaAlarm): void {
    this.shared
      .advance(lastAlarmKey(sdkAppId), { order: alarm.at, value: alarm }, KEEP_LIMIT_MS)
      .catch(() => {});
  }

  /** Returns the highest level of a day that any process has emitted; 0 if there is none. */
  async emittedLevel(sdkAppId: number, day: string): Promise<number> {
    return (await this.shared.latest(levelKey(sdkAppId, day)))?.order ?? 0;
  }

  async markEmitted(sdkAppId: number, day: string, level: number): Promise<void> {
    await this.shared.advance(levelKey(sdkAppId, day), { order: level, value: level }, KEEP_DAY_MS);
  }

  /** Returns the latest alarm of an app's rooms; `undefined` if there is none, or the store cannot be read. */
  rooms(sdkAppId: number): Promise<QuotaAlarm | undefined> {
    return this.read(roomsKey(sdkAppId));
  }

  /** Publishes an alarm of an app's rooms in the background. */
  publishRooms(sdkAppId: number, alarm: QuotaAlarm): void {
    this.publish(roomsKey(sdkAppId), alarm);
  }

  private async read(key: string): Promise<QuotaAlarm | undefined> {
    const shared = await this.shared.latest(key).catch(() => undefined);
    return isAlarm(shared?.value) ? shared.value : undefined;
  }

  private publish(key: string, alarm: QuotaAlarm): void {
    if (!this.next.has(key)) {
      this.next.set(key, undefined);
      void this.write(key, alarm);
      return;
    }
    const next = this.next.get(key);
    if (next === undefined || next.at < alarm.at) this.next.set(key, alarm);
  }

  private async write(key: string, alarm: QuotaAlarm): Promise<void> {
    // The next alarm replaces one that could not be written; the delivery reports that its store is away.
    await this.shared.advance(key, { order: alarm.at, value: alarm }, KEEP_DAY_MS).catch(() => {});
    setTimeout(() => {
      const next = this.next.get(key);
      this.next.delete(key);
      if (next !== undefined) this.publish(key, next);
    }, PAUSE_MS).unref();
  }
}

function alarmKey(sdkAppId: number, day: string): string {
  return `quota/${sdkAppId}/${day}/usage`;
}

function lastAlarmKey(sdkAppId: number): string {
  return `quota/${sdkAppId}/limit`;
}

function roomsKey(sdkAppId: number): string {
  return `quota/${sdkAppId}/rooms`;
}

function levelKey(sdkAppId: number, day: string): string {
  return `quota/${sdkAppId}/${day}/level`;
}

function isAlarm(value: unknown): value is QuotaAlarm {
  return isObject(value) && 'at' in value && 'used' in value && 'quota' in value;
}
