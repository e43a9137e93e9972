import type { CallbackRecord } from '../delivery/port/callback-record.js';
import { QuotaLevelReachedEvent } from '../events/quota-level-reached.event.js';
import { usageOf, type QuotaAlarm } from './quota-alarm.js';
import { KEEP_DAY_MS } from './quota-day.js';
import type { QuotaSnapshot } from './quota-snapshot.js';

/** The event's name, which replaces Chat's command in the record. */
export const QUOTA_LEVEL_REACHED = 'group.quotaLevelReached';

/** The event as it is stored; times in ms since the epoch. */
interface QuotaLevelBody {
  day: string;
  level: number;
  used: number;
  quota: number;
  usage: number;
  remaining: number;
  at: number;
  forecast: { perHour: number; exhaustsAt: number | null } | null;
}

type QuotaLevelRecord = CallbackRecord & { body: QuotaLevelBody };

/**
 * Makes the record of a level that was reached. Its id names the level and the day, so that a process that reaches the level again
 * makes a duplicate.
 *
 * @param alarm the alarm that reached the level
 */
export function quotaLevelRecord(
  origin: Pick<CallbackRecord, 'registration' | 'sdkAppId' | 'traceparent'>,
  level: number,
  alarm: QuotaAlarm,
  { day, perHour, exhaustsAt }: QuotaSnapshot,
): QuotaLevelRecord {
  return {
    ...origin,
    id: `quota/${origin.sdkAppId}/${day}/${level}`,
    command: QUOTA_LEVEL_REACHED,
    derived: true,
    receivedAt: Date.now(),
    rememberMs: KEEP_DAY_MS,
    body: {
      day,
      level,
      used: alarm.used,
      quota: alarm.quota,
      usage: usageOf(alarm),
      remaining: Math.max(0, alarm.quota - alarm.used),
      at: alarm.at,
      forecast: perHour === null ? null : { perHour, exhaustsAt: exhaustsAt?.getTime() ?? null },
    },
  };
}

/** Makes the event of a record that this release or an earlier one has made. */
export function quotaLevelReached(record: CallbackRecord, attempt: number): QuotaLevelReachedEvent {
  if (!isQuotaLevelRecord(record)) throw new TypeError(`${record.id} is no record of a quota level`);
  const { id, sdkAppId, body } = record;
  const { forecast, at, ...rest } = body;
  return new QuotaLevelReachedEvent({
    ...rest,
    id,
    sdkAppId,
    at: new Date(at),
    forecast: forecast && {
      perHour: forecast.perHour,
      exhaustsAt: forecast.exhaustsAt === null ? null : new Date(forecast.exhaustsAt),
    },
    attempt,
  });
}

function isQuotaLevelRecord(record: CallbackRecord): record is QuotaLevelRecord {
  return record.derived === true && record.command === QUOTA_LEVEL_REACHED;
}
