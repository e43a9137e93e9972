import type { Logger } from '@nestjs/common';
import { BoundedMap } from '../common/collections/bounded-map.js';
import { printable } from '../common/printable.js';
import type { Delivery } from '../delivery/port/delivery.js';
import type { QuotaShare } from '../events/quota/quota-share.js';
import { emitDerived } from '../handlers/emit-derived.js';
import type { Lifecycle } from '../lifecycle/lifecycle.js';
import { registrationLogger } from '../lifecycle/registration-logger.js';
import type { Coverage } from './day/coverage.js';
import { usageOf } from './day/quota-alarm.js';
import { quotaRecord } from './derived-records.js';
import type { QuotaDay } from './day/quota-day.js';
import type { SharedQuota } from './shared-quota.js';
import type { Spike } from './day/spike.js';

/** How many operators a notice names. */
const TOP = 5;

/** Number of limited operators that are remembered. Beyond it the oldest is forgotten; the id of its record still keeps it from being emitted twice. */
const MAX_LIMITED = 1000;

/** Emits the events of the quota and logs them, each once for its app and day. */
export class QuotaNotices {
  private readonly logger: Logger;
  /** The latest ids of limited operators that this process has emitted. */
  private readonly limited = new BoundedMap<string, true>(MAX_LIMITED);

  constructor(
    private readonly delivery: Delivery,
    private readonly lifecycle: Lifecycle,
    private readonly shared: SharedQuota | undefined,
  ) {
    this.logger = registrationLogger(lifecycle.registration);
  }

  /**
   * Emits a level, unless this or another process has emitted it or a higher one.
   *
   * @param reached the usage that reached it; `at` in ms since the epoch
   * @throws DeliveryUnavailableError if it cannot be kept: the caller tries again
   */
  async level(
    sdkAppId: number,
    day: QuotaDay,
    level: number,
    { used, quota, at, source }: { used: number; quota: number; at: number; source: 'chat' | 'counted' },
  ): Promise<void> {
    const emitted = (await this.shared?.emittedLevel(sdkAppId, day.name)) ?? 0;
    if (emitted < level) {
      const { perHour, exhaustsAt } = day.snapshot(Date.now());
      const top = day.counts.top('operator', TOP);
      const record = quotaRecord('group.quotaLevelReached', this.origin(sdkAppId), String(level), {
        day: day.name,
        level,
        used,
        quota,
        usage: usageOf({ used, quota }),
        remaining: Math.max(0, quota - used),
        source,
        at,
        forecast: perHour === null ? null : { perHour, exhaustsAt: exhaustsAt?.getTime() ?? null },
        top,
      });
      if (await emitDerived(record, this.delivery, this.lifecycle)) {
        const share = `${Math.round(level * 1000) / 10} %`;
        this.logger.warn(
          `app ${sdkAppId} has used ${share} of the groups of ${day.name}: ${used} of ${quota}${by(source)}${namesOf(top)}`,
        );
      }
      await this.shared?.markEmitted(sdkAppId, day.name, level);
    }
    day.levels.markEmitted(Math.max(emitted, level));
  }

  /** @throws DeliveryUnavailableError if it cannot be kept: the caller tries again */
  async spike(sdkAppId: number, day: QuotaDay, { perHour, medianPerHour, exhaustsAt }: Spike): Promise<void> {
    const { used, limit: quota = 0 } = day;
    const top = day.counts.top('operator', TOP);
    const body = { day: day.name, perHour, medianPerHour, used, quota, exhaustsAt, top, at: Date.now() };
    const record = quotaRecord('group.quotaSpike', this.origin(sdkAppId), 'spike', body);
    if (!(await emitDerived(record, this.delivery, this.lifecycle))) return;
    this.logger.warn(
      `app ${sdkAppId} creates ${perHour} groups per hour (median of ${day.name}: ${medianPerHour})${namesOf(top)}`,
    );
  }

  /** Emits in the background that an operator was limited: a verdict does not wait for the store. */
  operatorLimited(sdkAppId: number, day: QuotaDay, operator: string, created: number, max: number): void {
    const body = { day: day.name, operator, created, max, at: Date.now() };
    const origin = this.origin(sdkAppId);
    const record = quotaRecord('group.quotaOperatorLimited', origin, `operator/${operator}`, body);
    if (this.limited.has(record.id)) return;
    this.limited.set(record.id, true);
    void this.keepLimited(record);
  }

  /** Reports that creations do not arrive here. */
  incomplete(sdkAppId: number, day: QuotaDay, { share, missing, since }: Coverage): void {
    const from = since === null ? day.name : new Date(since).toISOString();
    this.logger.warn(
      `${missing} new groups of app ${sdkAppId} were not counted here since ${from}, a coverage of ${share.toFixed(2)}: ` +
        'check that Group.CallbackAfterCreateGroup and Group.CallbackAfterGroupDestroyed are switched on, and that all instances share a durable delivery',
    );
  }

  private async keepLimited(
    record: ReturnType<typeof quotaRecord<'group.quotaOperatorLimited'>>,
  ): Promise<void> {
    try {
      if (!(await emitDerived(record, this.delivery, this.lifecycle))) return;
      const { operator, created, max, day } = record.body;
      this.logger.warn(
        `${printable(operator)} of app ${record.sdkAppId} is limited on ${day}: created ${created} groups, and may create ${max}`,
      );
    } catch {
      // The delivery reports that its store is away. The next rejection tries again.
      this.limited.delete(record.id);
    }
  }

  private origin(sdkAppId: number): { registration: string; sdkAppId: number; traceparent?: string } {
    const { registration, tracing } = this.lifecycle;
    return { registration, sdkAppId, traceparent: tracing?.traceparent() };
  }
}

function by(source: 'chat' | 'counted'): string {
  return source === 'chat' ? '' : ' by the creations that arrived here';
}

function namesOf(top: readonly QuotaShare[]): string {
  if (top.length === 0) return '';
  const names = top.map(({ key, created }) => `${printable(key)} (${created})`);
  return `; most were created by ${names.join(', ')}`;
}
