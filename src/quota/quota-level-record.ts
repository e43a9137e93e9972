import type { CallbackRecord } from '../delivery/port/callback-record.js';
import { QuotaLevelReachedEvent } from '../events/quota-level-reached.event.js';
import type { QuotaSnapshot } from './quota-snapshot.js';
import type { QuotaAlarm } from './usage-history.js';
import { usageOf } from './quota-level.js';

/** Name of the event, and in place of a command of Chat's. */
export const QUOTA_LEVEL_REACHED = 'group.quotaLevelReached';

const DAY_MS = 24 * 3_600_000;

/** What is kept of a level that was reached; times in ms since the epoch. */
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
 * The record of a level that an alarm reached. Its id says which level of which day it is, and it is remembered beyond
 * the end of that day: whoever reaches the level once more, makes a duplicate.
 *
 * @param now in ms since the epoch
 */
export function quotaLevelRecord(
  registration: string,
  sdkAppId: number,
  level: number,
  alarm: QuotaAlarm,
  { day, perHour, exhaustsAt }: QuotaSnapshot,
  now: number,
  traceparent?: string,
): QuotaLevelRecord {
  return {
    id: `quota/${sdkAppId}/${day}/${level}`,
    registration,
    command: QUOTA_LEVEL_REACHED,
    derived: true,
    sdkAppId,
    receivedAt: now,
    traceparent,
    // Alarms of a day come until its end, and late ones after that.
    rememberMs: 3 * DAY_MS,
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

/** The event of a record that was made here, by this release or one before. */
export function quotaLevelReached(record: CallbackRecord, attempt: number): QuotaLevelReachedEvent {
  if (!isQuotaLevelRecord(record)) throw new TypeError(`${record.id} is no record of a quota level`);
  const { id, sdkAppId, body } = record;
  const { forecast, at, ...rest } = body;
  const exhaustsAt = forecast?.exhaustsAt ?? null;
  return new QuotaLevelReachedEvent({
    ...rest,
    id,
    sdkAppId,
    at: new Date(at),
    forecast: forecast && {
      perHour: forecast.perHour,
      exhaustsAt: exhaustsAt === null ? null : new Date(exhaustsAt),
    },
    attempt,
  });
}

function isQuotaLevelRecord(record: CallbackRecord): record is QuotaLevelRecord {
  return record.derived === true && record.command === QUOTA_LEVEL_REACHED;
}
