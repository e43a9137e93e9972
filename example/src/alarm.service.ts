import { Injectable, Logger } from '@nestjs/common';
import {
  OnTencentChatEvent,
  type GroupQuotaAlarmEvent,
  type QuotaForecast,
  type QuotaLevelReachedEvent,
} from 'nestjs-tencent-chat-webhook';

const number = new Intl.NumberFormat('en-US');
const timeZone = 'Asia/Shanghai';
const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });

/** Warns the people who run the app when today's groups run out. */
@Injectable()
export class AlarmService {
  private readonly logger = new Logger(AlarmService.name);

  /**
   * Comes at most once per level and day, for 70, 80, 90 and 100 %: what to wake people up with. It may come again after a
   * crash or a failed attempt, with the same `event.id`: give that to whoever you page as the key.
   */
  @OnTencentChatEvent('group.quotaLevelReached')
  warn(event: QuotaLevelReachedEvent): void {
    this.logger.warn(levelText(event));
  }

  /** Called for every group that is created above 70 %: too often for a log. */
  @OnTencentChatEvent('group.quotaAlarm')
  follow({ body }: GroupQuotaAlarmEvent): void {
    this.logger.debug(`${body.QuotaUsed} of ${body.Quota} groups are used`);
  }
}

export function levelText({ level, used, quota, remaining, forecast }: QuotaLevelReachedEvent): string {
  const left = remaining === 0 ? 'none left' : `${number.format(remaining)} left; ${outlook(forecast)}`;
  return `${Math.round(100 * level)} % of today's groups are used: ${number.format(used)} of ${number.format(quota)}, ${left}`;
}

function outlook(forecast: QuotaForecast | null): string {
  if (forecast === null) return 'no forecast yet';
  const { perHour, exhaustsAt } = forecast;
  // Below 0 if more groups are dissolved than created.
  const pace = `about ${number.format(Math.max(0, Math.round(perHour)))} an hour`;
  if (exhaustsAt === null) return `${pace}, will not be used up today`;
  return `${pace}, used up at ${clock.format(exhaustsAt)} (${timeZone})`;
}
