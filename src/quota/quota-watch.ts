import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { within } from '../common/time/time-limit.js';
import { Delivery } from '../delivery/port/delivery.js';
import type { QuotaShare } from '../events/quota/quota-share.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import type { QuotaDimension } from './day/count-entry.js';
import type { QuotaSnapshot, RoomsSnapshot } from './day/quota-snapshot.js';
import { ResolvedQuotaOptions } from './quota.options.js';
import { WatchedApps } from './watched-apps.js';

/** How often the parts of other processes are read, in ms. */
const REFRESH_MS = 2000;

/** How long the start of the app waits for the first refresh, in ms. */
const FIRST_REFRESH_MS = 500;

/** Knows the state of each app's quota day: from Chat's alarms, and from the creations that arrive here. */
@Injectable()
export class QuotaWatch implements OnModuleInit, OnModuleDestroy {
  /** Since when this process watches. Without a durable delivery, nothing is known of what happened before. */
  readonly startedAt = new Date();
  /**
   * `undefined` if the quota is not watched.
   *
   * @internal
   */
  readonly apps: WatchedApps | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor({ watch }: ResolvedQuotaOptions, delivery: Delivery, lifecycle: Lifecycle) {
    if (watch !== undefined) this.apps = new WatchedApps(watch, delivery, lifecycle);
  }

  /** Reads what other processes, or this one before it was restarted, have left in the delivery's store. */
  async onModuleInit(): Promise<void> {
    const { apps } = this;
    if (apps === undefined) return;
    await within(FIRST_REFRESH_MS, apps.refresh());
    this.timer = setInterval(() => void apps.refresh(), REFRESH_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /**
   * Returns the state of an app's quota day: today in the zone of the option `quota.timeZone`, or else the latest known day (compare
   * `day`). It includes what other processes that share a durable delivery counted until a few seconds ago.
   *
   * With `'rooms'` it returns the rooms of Live, which have no day and no forecast.
   *
   * @returns `undefined` if no alarm of the app has come and no creation was counted
   */
  snapshot(sdkAppId: number): QuotaSnapshot | undefined;
  snapshot(sdkAppId: number, of: 'rooms'): RoomsSnapshot | undefined;
  snapshot(sdkAppId: number, of?: 'rooms'): QuotaSnapshot | RoomsSnapshot | undefined {
    if (of === 'rooms') return this.apps?.rooms.of(sdkAppId);
    const now = Date.now();
    return this.apps?.days.current(sdkAppId, now)?.snapshot(now);
  }

  /** Returns the snapshot of every app that has one, by SdkAppid. */
  snapshots(): Map<number, QuotaSnapshot> {
    const snapshots = new Map<number, QuotaSnapshot>();
    for (const sdkAppId of this.apps?.days.sdkAppIds ?? []) {
      const snapshot = this.snapshot(sdkAppId);
      if (snapshot !== undefined) snapshots.set(sdkAppId, snapshot);
    }
    return snapshots;
  }

  /** Returns the snapshots of today in the zone of the option `quota.timeZone`, as a gauge shows them. */
  today(): Map<number, QuotaSnapshot> {
    const today = this.apps?.days.dayOf(Date.now());
    return new Map([...this.snapshots()].filter(([, { day }]) => day === today));
  }

  /** Returns the rooms of every app that has sent an alarm of them, by SdkAppid. */
  rooms(): Map<number, RoomsSnapshot> {
    return this.apps?.rooms.all ?? new Map<number, RoomsSnapshot>();
  }

  /**
   * Returns who created the groups of the day that {@link snapshot} shows, those with the most groups first. `shareOfHour` is the share of
   * the last hour's creations.
   *
   * @param sdkAppId the app of Chat
   * @param options what to list
   * @param options.by what to group the creations by: the operator's account, the platform (`OptPlatform`), the group's type, or the
   * client's network (`/24` of IPv4, `/64` of IPv6)
   * @param options.limit maximum number of keys; 10 by default
   */
  top(
    sdkAppId: number,
    { by, limit = 10 }: { by: QuotaDimension; limit?: number },
  ): (QuotaShare & { shareOfHour: number })[] {
    const now = Date.now();
    return this.apps?.days.current(sdkAppId, now)?.counts.topOfHour(by, limit, now) ?? [];
  }
}
