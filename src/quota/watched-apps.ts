import type { Awaitable } from '../common/awaitable.js';
import type { Delivery } from '../delivery/port/delivery.js';
import { MemoryLog } from '../delivery/stores/memory/memory-log.js';
import type { TencentChatEvent } from '../events/tencent-chat.event.js';
import type { Lifecycle } from '../lifecycle/lifecycle.js';
import { countEntryOf, typeOf } from './day/count-entry.js';
import { DayReader } from './day-reader.js';
import { quotaAlarmOf, usageOf, type QuotaAlarm } from './day/quota-alarm.js';
import type { QuotaDay } from './day/quota-day.js';
import { QuotaDays } from './quota-days.js';
import { QuotaNotices } from './quota-notices.js';
import type { ResolvedQuotaWatch } from './quota.options.js';
import { SharedQuota } from './shared-quota.js';
import { spikeOf } from './day/spike.js';
import { WatchedRooms } from './watched-rooms.js';

/**
 * How far Chat's clock may be ahead of ours, and how late an alarm of yesterday may arrive, in ms. An alarm further ahead would be
 * the latest for the rest of the day; one of an earlier day would wake people for nothing.
 */
const TOLERANCE_MS = 5 * 60_000;

/** How often a day is checked for a spike, in ms: the check takes longer than counting. */
const SPIKE_CHECK_MS = 10_000;

/** Turns a storm of quota alarms and creations into a few events, and into the state of each app's day. */
export class WatchedApps {
  readonly days: QuotaDays;
  readonly notices: QuotaNotices;
  readonly rooms: WatchedRooms;
  private readonly shared: SharedQuota | undefined;
  private readonly readers = new WeakMap<QuotaDay, DayReader>();
  /** The last trusted alarm of each app, on whatever day: its limit is the usual one. */
  private readonly lastAlarms = new Map<number, QuotaAlarm>();
  private readonly log;

  constructor(
    private readonly options: ResolvedQuotaWatch,
    delivery: Delivery,
    private readonly lifecycle: Lifecycle,
  ) {
    this.days = new QuotaDays(options, (sdkAppId) => this.lastAlarms.get(sdkAppId)?.quota ?? options.limit);
    this.log = delivery.log ?? new MemoryLog();
    if (delivery.shared !== undefined) this.shared = new SharedQuota(delivery.shared);
    this.notices = new QuotaNotices(delivery, lifecycle, this.shared);
    this.rooms = new WatchedRooms(options.levels, this.shared);
  }

  /** Reads what is known of the present day in the delivery's store. The next refresh reads the rest. */
  async refresh(): Promise<void> {
    await Promise.all(this.options.sdkAppIds.map((sdkAppId) => this.refreshApp(sdkAppId, Date.now())));
  }

  /**
   * Takes an alarm into account. An alarm that is not trusted is only counted.
   *
   * @param receivedAt in ms since the epoch
   * @returns a promise if the delivery's store has to be asked: for the first alarm of a day, and for one that reaches a level. It
   * resolves when the event of the level cannot be lost any more, and rejects if the caller has to try again
   */
  observe(sdkAppId: number, body: object, receivedAt: number): Awaitable<void> {
    const alarm = quotaAlarmOf(body);
    if (alarm === undefined) return;
    const day = this.timelyDay(sdkAppId, alarm.at, receivedAt);
    if (day === undefined) {
      this.days.dayAt(sdkAppId, receivedAt)?.countDoubted();
      return;
    }
    if (!day.limits.isEmpty || this.shared === undefined) return this.accept(sdkAppId, alarm, day);
    return this.shared.latestAlarm(sdkAppId, day.name).then((known) => {
      if (known !== undefined) day.limits.trust(known.quota);
      return this.accept(sdkAppId, alarm, day);
    });
  }

  /**
   * Counts a creation or a dissolution, once per event id.
   *
   * @throws DeliveryUnavailableError if it cannot be kept: the caller has to try again
   */
  async count(event: TencentChatEvent, created: boolean): Promise<void> {
    const { id, sdkAppId } = event;
    const receivedAt = event.receivedAt.getTime();
    const eventAt = event.eventTime?.getTime() ?? receivedAt;
    const timely = this.timelyDay(sdkAppId, eventAt, receivedAt);
    const at = timely === undefined ? receivedAt : eventAt;
    const entry = countEntryOf(event, at, created);
    const day = timely ?? this.days.dayAt(sdkAppId, at);
    if (entry === undefined || day === undefined || !this.counts(entry.group, typeOf(entry))) return;
    await this.readerOf(sdkAppId, day).write(id, entry);
    const level = day.reachByCount(at);
    const { used, limit: quota } = day;
    if (level !== null && quota !== undefined) {
      await this.notices.level(sdkAppId, day, level, { used, quota, at, source: 'counted' });
    }
    if (created) await this.checkSpike(sdkAppId, day, Math.max(at, receivedAt));
  }

  /** Returns the latest alarm of a day that this process, or another one that shares the delivery's store, has seen. */
  async lastAlarm(sdkAppId: number, at: number): Promise<QuotaAlarm | undefined> {
    const day = this.days.dayOf(at);
    const own = this.days.find(sdkAppId, day)?.latest;
    const shared = await this.shared?.latestAlarm(sdkAppId, day);
    return shared === undefined || (own !== undefined && own.at >= shared.at) ? own : shared;
  }

  /** Returns the day of a time; `undefined` if, beyond the tolerance, the time is after the arrival or its day ended before the arrival. */
  private timelyDay(sdkAppId: number, at: number, receivedAt: number): QuotaDay | undefined {
    if (at > receivedAt + TOLERANCE_MS) return undefined;
    const earliest = this.days.dayAt(sdkAppId, receivedAt - TOLERANCE_MS);
    if (earliest === undefined || at < earliest.startsAt) return undefined;
    return earliest.holds(at) ? earliest : this.days.dayAt(sdkAppId, at);
  }

  private counts(group: string, type: string): boolean {
    const { count } = this.options;
    return count !== undefined && !group.includes('@TOPIC#') && (count.communities || type !== 'Community');
  }

  private accept(sdkAppId: number, alarm: QuotaAlarm, day: QuotaDay): Awaitable<void> {
    const accepted = day.limits.accept(alarm);
    if (accepted.length === 0) return day.countDoubted();
    if (accepted.length > 1) day.countConfirmed();
    let reached: { level: number; alarm: QuotaAlarm } | undefined;
    for (const each of accepted) {
      const isNewMinute = !day.history.hasMinute(each.at);
      const level = day.observe(each);
      this.shared?.publishAlarm(sdkAppId, day.name, each);
      if (isNewMinute) {
        this.readerOf(sdkAppId, day).note(`alarm/${each.at}`, { alarm: each });
        this.learnLimit(sdkAppId, each);
      }
      if (level !== null && level > (reached?.level ?? 0)) reached = { level, alarm: each };
    }
    if (reached === undefined) return this.countAlarm(sdkAppId, day);
    const { level, alarm: by } = reached;
    return this.notices
      .level(sdkAppId, day, level, { ...by, source: 'chat' })
      .then(() => this.countAlarm(sdkAppId, day));
  }

  private countAlarm(sdkAppId: number, day: QuotaDay): void {
    day.countAlarm();
    const { name, latest } = day;
    if (latest === undefined || !this.lifecycle.isObserved('quota')) return;
    const { used, quota } = latest;
    const exhaustsAt = day.exhaustsAt(Date.now());
    this.lifecycle.report('quota', { sdkAppId, day: name, used, quota, usage: usageOf(latest), exhaustsAt });
  }

  private async checkSpike(sdkAppId: number, day: QuotaDay, now: number): Promise<void> {
    const { limit, used, startsAt, endsAt } = day;
    if (limit === undefined || now < day.checkSpikeAt) return;
    day.checkSpikeAt = now + SPIKE_CHECK_MS;
    const spike = spikeOf(day.counts.curve, { remaining: limit - used, startsAt, endsAt, now });
    if (spike === undefined) return;
    await this.notices.spike(sdkAppId, day, spike);
    day.checkSpikeAt = Infinity;
  }

  private async refreshApp(sdkAppId: number, now: number): Promise<void> {
    const days = new Set([now, now - TOLERANCE_MS].flatMap((at) => this.days.dayAt(sdkAppId, at) ?? []));
    await Promise.allSettled([...days].map((day) => this.refreshDay(sdkAppId, day)));
    await this.rooms.refresh(sdkAppId);
    if (this.lastAlarms.has(sdkAppId)) return;
    const last = await this.shared?.lastAlarm(sdkAppId);
    if (last !== undefined) this.learnLimit(sdkAppId, last);
  }

  private async refreshDay(sdkAppId: number, day: QuotaDay): Promise<void> {
    const [latest] = await Promise.all([
      this.shared?.latestAlarm(sdkAppId, day.name),
      this.readerOf(sdkAppId, day).read(),
    ]);
    if (latest !== undefined) this.learn(sdkAppId, day, latest);
    const missing = day.takeIncomplete(Date.now());
    if (missing !== undefined) this.notices.incomplete(sdkAppId, day, missing);
  }

  /** Takes over an alarm that another process has trusted. */
  private learn(sdkAppId: number, day: QuotaDay, alarm: QuotaAlarm): void {
    if (!day.holds(alarm.at)) return;
    day.limits.trust(alarm.quota);
    day.observe(alarm);
    this.learnLimit(sdkAppId, alarm);
  }

  private learnLimit(sdkAppId: number, alarm: QuotaAlarm): void {
    const last = this.lastAlarms.get(sdkAppId);
    if (last !== undefined && last.at >= alarm.at) return;
    this.lastAlarms.set(sdkAppId, alarm);
    if (last?.quota !== alarm.quota) this.shared?.publishLastAlarm(sdkAppId, alarm);
  }

  private readerOf(sdkAppId: number, day: QuotaDay): DayReader {
    const known = this.readers.get(day);
    if (known !== undefined) return known;
    const reader = new DayReader(this.log, `quota/${sdkAppId}/${day.name}`, {
      apply: (entry) => {
        if ('alarm' in entry) this.learn(sdkAppId, day, entry.alarm);
        else day.counts.add(entry);
      },
      done: () => {
        day.counts.asOf = Date.now();
      },
    });
    this.readers.set(day, reader);
    return reader;
  }
}
