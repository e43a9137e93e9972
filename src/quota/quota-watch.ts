import { Injectable } from '@nestjs/common';
import type { GroupQuotaAlarmDto } from '../callbacks/families/group/group-quota.js';
import type { Awaitable } from '../common/awaitable.js';
import { Delivery } from '../delivery/port/delivery.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { usageOf } from './quota-level.js';
import { quotaLevelRecord } from './quota-level-record.js';
import type { QuotaDayLog } from './quota-day-log.js';
import { QuotaDays } from './quota-days.js';
import type { QuotaSnapshot } from './quota-snapshot.js';
import { ResolvedQuotaOptions } from './quota.options.js';
import type { QuotaAlarm } from './usage-history.js';
import { UsageNotice } from './usage-notice.js';

/** For how long what is shared of a day is kept, in ms: beyond the end of that day. */
const SHARED_MS = 3 * 24 * 3_600_000;

/** How far the clock of the sender may be ahead of ours, in ms. What is further ahead would own the rest of the day. */
const MOST_AHEAD_MS = 5 * 60_000;

/** Makes of a storm of quota alarms a few events, and a number to look at. */
@Injectable()
export class QuotaWatch {
  private readonly days: QuotaDays | undefined;
  private readonly notice: UsageNotice | undefined;

  constructor(
    { watch }: ResolvedQuotaOptions,
    private readonly delivery: Delivery,
    private readonly lifecycle: Lifecycle,
  ) {
    if (watch === undefined) return;
    this.days = new QuotaDays(watch);
    if (delivery.shared !== undefined) this.notice = new UsageNotice(delivery.shared, SHARED_MS);
  }

  /**
   * Where an app's quota day stands, as far as the alarms tell that this process has handled: today's, in the option
   * `quota.timeZone`, or else the last one of which alarms have come (compare `day`). It begins anew with the process.
   *
   * @returns `undefined` when no alarm of the app has come
   */
  snapshot(sdkAppId: number): QuotaSnapshot | undefined {
    const now = Date.now();
    return this.days?.current(sdkAppId, now)?.snapshot(now);
  }

  /** The same for every app of which alarms have come, by SdkAppid. */
  snapshots(): Map<number, QuotaSnapshot> {
    const snapshots = new Map<number, QuotaSnapshot>();
    for (const sdkAppId of this.days?.sdkAppIds ?? []) {
      const snapshot = this.snapshot(sdkAppId);
      if (snapshot !== undefined) snapshots.set(sdkAppId, snapshot);
    }
    return snapshots;
  }

  /** Of every app of which alarms of today have come, in the option `quota.timeZone`: what a gauge shows. */
  today(): Map<number, QuotaSnapshot> {
    const today = this.days?.dayOf(Date.now());
    return new Map([...this.snapshots()].filter(([, { day }]) => day === today));
  }

  /**
   * Looks at an alarm. It is done when the level that it reached, if any, cannot be lost any more; it rejects otherwise,
   * and has to be asked again. An alarm that is not believed is counted, and moves nothing.
   *
   * @param receivedAt in ms since the epoch
   * @internal
   */
  observe(sdkAppId: number, body: object, receivedAt: number): Awaitable<void> {
    if (!isAlarmBody(body)) return;
    const alarm: QuotaAlarm = { at: body.EventTime, used: body.QuotaUsed, quota: body.Quota };
    if (alarm.at > receivedAt + MOST_AHEAD_MS) {
      this.days?.logAt(sdkAppId, receivedAt)?.doubt();
      return;
    }
    const log = this.days?.logAt(sdkAppId, alarm.at);
    if (log === undefined) return;
    if (log.limits.known || this.delivery.shared === undefined) return this.goBy(sdkAppId, alarm, log);
    return this.sharedAlarm(sdkAppId, log.day).then((known) => {
      if (known !== undefined) log.limits.believe(known.quota);
      return this.goBy(sdkAppId, alarm, log);
    });
  }

  private goBy(sdkAppId: number, alarm: QuotaAlarm, log: QuotaDayLog): Awaitable<void> {
    const believed = log.limits.take(alarm);
    if (believed.length === 0) return log.doubt();
    // The first of two waited until now.
    if (believed.length > 1) log.believe();
    let highest: { level: number; alarm: QuotaAlarm } | undefined;
    for (const each of believed) {
      const level = log.observe(each);
      this.notice?.post(usageKey(sdkAppId, log.day), each);
      if (level !== null && level > (highest?.level ?? 0)) highest = { level, alarm: each };
    }
    if (highest === undefined) return this.counted(sdkAppId, log);
    const emitted = this.emit(sdkAppId, highest.level, highest.alarm, log);
    return emitted.then(() => this.counted(sdkAppId, log));
  }

  /** The last alarm of a day that this process, or another one that shares the delivery's store, has seen. */
  async lastAlarm(sdkAppId: number, at: number): Promise<QuotaAlarm | undefined> {
    if (this.days === undefined) return undefined;
    const day = this.days.dayOf(at);
    const own = this.days.find(sdkAppId, day)?.latest;
    const shared = await this.sharedAlarm(sdkAppId, day);
    if (shared === undefined || (own !== undefined && own.at >= shared.at)) return own;
    return shared;
  }

  /** The last alarm of a day that those who share the store have gone by. Without the store there is none. */
  private async sharedAlarm(sdkAppId: number, day: string): Promise<QuotaAlarm | undefined> {
    const shared = await this.delivery.shared?.latest(usageKey(sdkAppId, day)).catch(() => undefined);
    return isAlarm(shared?.value) ? shared.value : undefined;
  }

  private async emit(sdkAppId: number, level: number, alarm: QuotaAlarm, log: QuotaDayLog): Promise<void> {
    const key = `quota/${sdkAppId}/${log.day}/level`;
    const emitted = (await this.delivery.shared?.latest(key))?.order ?? 0;
    if (emitted < level) {
      const now = Date.now();
      const { registration, tracing } = this.lifecycle;
      const snapshot = log.snapshot(now);
      await this.delivery.accept(
        quotaLevelRecord(registration, sdkAppId, level, alarm, snapshot, now, tracing?.traceparent()),
      );
      await this.delivery.shared?.advance(key, { order: level, value: level }, SHARED_MS);
    }
    log.markEmitted(Math.max(emitted, level));
  }

  private counted(sdkAppId: number, log: QuotaDayLog): void {
    log.count();
    const { day, latest } = log;
    if (latest === undefined || !this.lifecycle.isObserved('quota')) return;
    const { used, quota } = latest;
    const exhaustsAt = log.exhaustsAt(Date.now());
    this.lifecycle.report('quota', { sdkAppId, day, used, quota, usage: usageOf(latest), exhaustsAt });
  }
}

/** Of the last alarm of a day, among the values that processes share. */
function usageKey(sdkAppId: number, day: string): string {
  return `quota/${sdkAppId}/${day}/usage`;
}

function isAlarmBody(body: object): body is Pick<GroupQuotaAlarmDto, 'EventTime' | 'QuotaUsed' | 'Quota'> {
  return (
    'EventTime' in body &&
    typeof body.EventTime === 'number' &&
    'QuotaUsed' in body &&
    typeof body.QuotaUsed === 'number' &&
    'Quota' in body &&
    typeof body.Quota === 'number'
  );
}

function isAlarm(value: unknown): value is QuotaAlarm {
  return typeof value === 'object' && value !== null && 'at' in value && 'used' in value && 'quota' in value;
}
