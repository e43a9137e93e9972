import type { CallbackRecord } from '../delivery/callback-record.js';
import { QuotaLevelReachedEvent } from '../events/quota-level-reached.event.js';
import type { QuotaSnapshot } from './quota-snapshot.js';
import type { QuotaAlarm } from './usage-history.js';
import { usageOf } from './quota-level.js';

/** In place of a command of Chat's. */
const COMMAND = 'group.quotaLevelReached';

/** The ids of callbacks begin with an SdkAppid, whatever command they are sent with. */
const ID_PREFIX = 'quota/';

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
  sdkAppId: number,
  level: number,
  alarm: QuotaAlarm,
  { day, perHour, exhaustsAt }: QuotaSnapshot,
  now: number,
): QuotaLevelRecord {
  return {
    id: `${ID_PREFIX}${sdkAppId}/${day}/${level}`,
    command: COMMAND,
    sdkAppId,
    receivedAt: now,
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

export function isQuotaLevelRecord(record: CallbackRecord): record is QuotaLevelRecord {
  return record.id.startsWith(ID_PREFIX);
}

export function quotaLevelReached(
  { id, sdkAppId, body }: QuotaLevelRecord,
  attempt: number,
): QuotaLevelReachedEvent {
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
