import type { QuotaForecast, QuotaLevelReachedEvent } from 'nestjs-tencent-chat-webhook';
import { clock } from './clock.js';
import { QUOTA_TIME_ZONE } from './settings.js';

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** Such as `80 % of today's groups are used: 8,000 of 10,000, 2,000 left; about 512 an hour, used up at 14:32 …`. */
export function levelInWords({ level, used, quota, remaining, forecast }: QuotaLevelReachedEvent): string {
  const reached = `${number.format(100 * level)} % of today's groups are used: ${number.format(used)} of ${number.format(quota)}`;
  if (remaining === 0) return `${reached}, none left`;
  return `${reached}, ${number.format(remaining)} left; ${outlook(forecast)}`;
}

function outlook(forecast: QuotaForecast | null): string {
  if (forecast === null) return 'no forecast yet';
  const { perHour, exhaustsAt } = forecast;
  // A day shrinks when more groups are dissolved than created.
  const pace = `about ${number.format(Math.max(0, Math.round(perHour)))} an hour`;
  if (exhaustsAt === null) return `${pace}, will not be used up today`;
  return `${pace}, used up at ${clock(exhaustsAt)} (${QUOTA_TIME_ZONE})`;
}
