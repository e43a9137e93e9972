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

/** Tells the people who run the app how many groups can still be created today. */
@Injectable()
export class AlarmService {
  private readonly logger = new Logger(AlarmService.name);

  /**
   * Comes once a day for each of 70, 80, 90 and 100 %: what to wake people up with. It may come again after a crash or
   * a failed attempt, with the same `event.id`: give that to whoever you page as the key.
   */
  @OnTencentChatEvent('group.quotaLevelReached')
  warn({ level, used, quota, remaining, forecast }: QuotaLevelReachedEvent): void {
    const left = remaining === 0 ? 'none left' : `${number.format(remaining)} left; ${outlook(forecast)}`;
    this.logger.warn(
      `${Math.round(100 * level)} % of today's groups are used: ${number.format(used)} of ${number.format(quota)}, ${left}`,
    );
  }

  /** Comes for every group that is created above 70 %: good for a close look, and too much for a log. */
  @OnTencentChatEvent('group.quotaAlarm')
  follow({ body }: GroupQuotaAlarmEvent): void {
    this.logger.debug(`${body.QuotaUsed} of ${body.Quota} groups are used`);
  }
}

function outlook(forecast: QuotaForecast | null): string {
  if (forecast === null) return 'no forecast yet';
  const { perHour, exhaustsAt } = forecast;
  // Below 0 when more groups are dissolved than created.
  const pace = `about ${number.format(Math.max(0, Math.round(perHour)))} an hour`;
  if (exhaustsAt === null) return `${pace}, will not be used up today`;
  return `${pace}, used up at ${clock.format(exhaustsAt)} (${timeZone})`;
}
