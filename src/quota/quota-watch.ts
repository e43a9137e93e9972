import { Injectable } from '@nestjs/common';
import type { Awaitable } from '../common/awaitable.js';
import { Delivery } from '../delivery/port/delivery.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { quotaAlarmOf, usageOf, type QuotaAlarm } from './quota-alarm.js';
import type { QuotaDayLog } from './quota-day-log.js';
import { QuotaDays } from './quota-days.js';
import { quotaLevelRecord } from './quota-level-record.js';
import type { QuotaSnapshot } from './quota-snapshot.js';
import { ResolvedQuotaOptions } from './quota.options.js';
import { SharedQuota } from './shared-quota.js';

/** How far Chat's clock may be ahead of ours, in ms. An alarm further ahead would be the latest for the rest of the day. */
const MAX_AHEAD_MS = 5 * 60_000;

/** Turns a storm of quota alarms into a few events, and into the state of each app's day. */
@Injectable()
export class QuotaWatch {
  private readonly days: QuotaDays | undefined;
  private readonly shared: SharedQuota | undefined;

  constructor(
    { watch }: ResolvedQuotaOptions,
    private readonly delivery: Delivery,
    private readonly lifecycle: Lifecycle,
  ) {
    if (watch !== undefined) this.days = new QuotaDays(watch);
    if (delivery.shared !== undefined) this.shared = new SharedQuota(delivery.shared);
  }

  /**
   * Returns the state of an app's quota day: of today in the zone of the option `quota.timeZone`, or else of the latest day that has
   * alarms (compare `day`). It covers the alarms that this process has handled since it started.
   *
   * @returns `undefined` if no alarm of the app has come
   */
  snapshot(sdkAppId: number): QuotaSnapshot | undefined {
    const now = Date.now();
    return this.days?.current(sdkAppId, now)?.snapshot(now);
  }

  /** Returns the snapshot of every app that has sent alarms, by SdkAppid. */
  snapshots(): Map<number, QuotaSnapshot> {
    const snapshots = new Map<number, QuotaSnapshot>();
    for (const sdkAppId of this.days?.sdkAppIds ?? []) {
      const snapshot = this.snapshot(sdkAppId);
      if (snapshot !== undefined) snapshots.set(sdkAppId, snapshot);
    }
    return snapshots;
  }

  /** Returns the same for the apps that have sent alarms today, in the zone of the option `quota.timeZone`: what a gauge shows. */
  today(): Map<number, QuotaSnapshot> {
    const today = this.days?.dayOf(Date.now());
    return new Map([...this.snapshots()].filter(([, { day }]) => day === today));
  }

  /**
   * Takes an alarm into account. An alarm that is not trusted is only counted.
   *
   * @param receivedAt in ms since the epoch
   * @returns a promise if the alarm reaches a level: it resolves when the event of the level cannot be lost any more, and rejects if
   * the caller has to try again
   * @internal
   */
  observe(sdkAppId: number, body: object, receivedAt: number): Awaitable<void> {
    const alarm = quotaAlarmOf(body);
    if (alarm === undefined) return;
    if (alarm.at > receivedAt + MAX_AHEAD_MS) {
      this.days?.logAt(sdkAppId, receivedAt)?.countDoubted();
      return;
    }
    const log = this.days?.logAt(sdkAppId, alarm.at);
    if (log === undefined) return;
    if (!log.limits.isEmpty || this.shared === undefined) return this.accept(sdkAppId, alarm, log);
    return this.shared.latestAlarm(sdkAppId, log.day).then((known) => {
      if (known !== undefined) log.limits.trust(known.quota);
      return this.accept(sdkAppId, alarm, log);
    });
  }

  /** Returns the latest alarm of a day that this process, or another one that shares the delivery's store, has seen. */
  async lastAlarm(sdkAppId: number, at: number): Promise<QuotaAlarm | undefined> {
    if (this.days === undefined) return undefined;
    const day = this.days.dayOf(at);
    const own = this.days.find(sdkAppId, day)?.latest;
    const shared = await this.shared?.latestAlarm(sdkAppId, day);
    return shared === undefined || (own !== undefined && own.at >= shared.at) ? own : shared;
  }

  private accept(sdkAppId: number, alarm: QuotaAlarm, log: QuotaDayLog): Awaitable<void> {
    const accepted = log.limits.accept(alarm);
    if (accepted.length === 0) return log.countDoubted();
    if (accepted.length > 1) log.countConfirmed();
    let reached: { level: number; alarm: QuotaAlarm } | undefined;
    for (const each of accepted) {
      const level = log.observe(each);
      this.shared?.publishAlarm(sdkAppId, log.day, each);
      if (level !== null && level > (reached?.level ?? 0)) reached = { level, alarm: each };
    }
    if (reached === undefined) return this.count(sdkAppId, log);
    return this.emit(sdkAppId, reached.level, reached.alarm, log).then(() => this.count(sdkAppId, log));
  }

  private async emit(sdkAppId: number, level: number, alarm: QuotaAlarm, log: QuotaDayLog): Promise<void> {
    const emitted = (await this.shared?.emittedLevel(sdkAppId, log.day)) ?? 0;
    if (emitted < level) {
      const { registration, tracing } = this.lifecycle;
      const origin = { registration, sdkAppId, traceparent: tracing?.traceparent() };
      await this.delivery.accept(quotaLevelRecord(origin, level, alarm, log.snapshot(Date.now())));
      await this.shared?.markEmitted(sdkAppId, log.day, level);
    }
    log.levels.markEmitted(Math.max(emitted, level));
  }

  private count(sdkAppId: number, log: QuotaDayLog): void {
    log.countAlarm();
    const { day, latest } = log;
    if (latest === undefined || !this.lifecycle.isObserved('quota')) return;
    const { used, quota } = latest;
    const exhaustsAt = log.exhaustsAt(Date.now());
    this.lifecycle.report('quota', { sdkAppId, day, used, quota, usage: usageOf(latest), exhaustsAt });
  }
}
