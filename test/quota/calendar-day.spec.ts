import { describe, expect, it } from 'vitest';
import { endOfDay, isTimeZone, calendarDayOf, startOfDay } from '../../src/quota/day/calendar-day.js';

const HOUR_MS = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

describe('calendarDayOf', () => {
  it('is the calendar day in the zone, exact to the millisecond', () => {
    const midnight = Date.parse('2026-11-22T00:00:00+08:00');
    expect(calendarDayOf(midnight - 1, 'Asia/Shanghai')).toBe('2026-11-21');
    expect(calendarDayOf(midnight, 'Asia/Shanghai')).toBe('2026-11-22');
    expect(calendarDayOf(midnight + 24 * HOUR_MS - 1, 'Asia/Shanghai')).toBe('2026-11-22');
    expect(calendarDayOf(midnight + 24 * HOUR_MS, 'Asia/Shanghai')).toBe('2026-11-23');
  });

  it('is another day in another zone at the same time', () => {
    const at = Date.parse('2026-01-01T04:00:00Z');
    expect(calendarDayOf(at, 'UTC')).toBe('2026-01-01');
    expect(calendarDayOf(at, 'America/New_York')).toBe('2025-12-31');
  });

  it('throws for an invalid time and for an unknown zone', () => {
    expect(() => calendarDayOf(NaN, 'UTC')).toThrow(RangeError);
    expect(() => calendarDayOf(0, 'Asia/Shangri-La')).toThrow(RangeError);
  });
});

describe('a quota day', () => {
  it.each([
    ['UTC', '2026-12-31', '2026-12-31T00:00:00.000Z', 24],
    ['Asia/Shanghai', '2026-11-22', '2026-11-21T16:00:00.000Z', 24],
    ['Asia/Shanghai', '2028-02-29', '2028-02-28T16:00:00.000Z', 24],
    ['Asia/Kathmandu', '2026-11-22', '2026-11-21T18:15:00.000Z', 24],
    ['Pacific/Kiritimati', '2026-11-22', '2026-11-21T10:00:00.000Z', 24],
    ['Etc/GMT+12', '2026-11-22', '2026-11-22T12:00:00.000Z', 24],
    ['Europe/Berlin, summer time begins', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Berlin, summer time ends', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['Africa/Cairo, before a day without midnight', '2026-04-23', '2026-04-22T22:00:00.000Z', 24],
    ['Africa/Cairo, midnight does not exist', '2026-04-24', '2026-04-23T22:00:00.000Z', 23],
    ['Africa/Cairo, 23:00 to midnight happens twice', '2026-10-29', '2026-10-28T21:00:00.000Z', 25],
    ['America/Havana, midnight happens twice', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    ['America/Sao_Paulo, midnight did not exist', '2018-11-04', '2018-11-04T03:00:00.000Z', 23],
    ['Pacific/Apia, before a day that was skipped', '2011-12-29', '2011-12-29T10:00:00.000Z', 24],
  ])('in %s: %s begins at %s and has %i hours', (place, day, begins, hours) => {
    const [zone] = place.split(',') as [string];
    const startsAt = startOfDay(day, zone);
    const endsAt = endOfDay(day, zone);
    expect(iso(startsAt)).toBe(begins);
    expect((endsAt - startsAt) / HOUR_MS).toBe(hours);
    expect(calendarDayOf(startsAt - 1, zone) < day).toBe(true);
    expect(calendarDayOf(startsAt, zone)).toBe(day);
    expect(calendarDayOf(endsAt - 1, zone)).toBe(day);
    expect(calendarDayOf(endsAt, zone) > day).toBe(true);
  });

  it.each(['Europe/Berlin', 'Africa/Cairo', 'America/Santiago', 'Asia/Beirut', 'Australia/Lord_Howe'])(
    'ends where the next one begins, all through 2026 in %s',
    (zone) => {
      let startsAt = startOfDay('2026-01-01', zone);
      for (let days = 0; days < 365; days += 1) {
        const endsAt = endOfDay(calendarDayOf(startsAt, zone), zone);
        expect(startOfDay(calendarDayOf(endsAt, zone), zone)).toBe(endsAt);
        startsAt = endsAt;
      }
      expect(calendarDayOf(startsAt, zone)).toBe('2027-01-01');
    },
  );
});

describe('isTimeZone', () => {
  it.each(['Asia/Shanghai', 'UTC', 'America/Argentina/Buenos_Aires'])('accepts %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each([['Asia/Shangri-La'], [''], ['GMT+8'], [undefined], [null], [8], [{}]])('rejects %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
