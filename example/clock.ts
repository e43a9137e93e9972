import { QUOTA_TIME_ZONE } from './settings.js';

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: QUOTA_TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
});

/** The time of day where the quota's day begins, such as `'14:32'`. */
export function clock(at: Date | number): string {
  return format.format(at);
}
