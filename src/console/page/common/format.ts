const INTEGER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const formatters = new Map<string, Intl.DateTimeFormat>();
const PERCENT = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function integer(value: number): string {
  return INTEGER.format(value);
}

/** Formats a share of 0.824 as `82.4 %`. */
export function percent(share: number): string {
  return `${PERCENT.format(share * 100)} %`;
}

/** Formats a number with its noun: `1 dead letter`, `2 dead letters`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${integer(value)} ${value === 1 ? one : many}`;
}

/** Formats a time of day such as `18:02`, in a zone or in the browser's own. */
export function minute(at: number, timeZone?: string): string {
  return formatted(at, { hour: '2-digit', minute: '2-digit' }, timeZone);
}

/** Formats a time of day such as `18:02:41`, in the browser's zone, with its day if that is not today. */
export function second(at: number): string {
  const clock = formatted(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const day = isoDay(at);
  return day === isoDay(Date.now()) ? clock : `${day} ${clock}`;
}

/** Formats a time such as `2026-11-22 18:02:41`, in the browser's zone. */
export function dayAndSecond(at: number): string {
  return `${isoDay(at)} ${formatted(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })}`;
}

/** The browser's own zone. */
export function browserZone(): string {
  return new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
}

/** Formats a time span such as `4 s`, `12 min`, `3 h 5 min` or `2 d 4 h`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'min');
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** Formats a duration such as `0.4 ms`, `12 ms` or `1.42 s`. */
export function took(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(2))} s`;
}

function pair(greater: number, unit: string, rest: number, lesser: string): string {
  return rest === 0 ? `${greater} ${unit}` : `${greater} ${unit} ${rest} ${lesser}`;
}

function isoDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function formatted(at: number, parts: Intl.DateTimeFormatOptions, timeZone?: string): string {
  const key = `${Object.keys(parts).length} ${timeZone}`;
  const formatter =
    formatters.get(key) ?? new Intl.DateTimeFormat('en', { ...parts, hourCycle: 'h23', timeZone });
  formatters.set(key, formatter);
  return formatter.format(at);
}
