const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
});

/** The time of day where the quota's day begins, such as `'14:32'`. */
export function timeOfDay(at: Date | number): string {
  return format.format(at);
}
