import { seededRandom } from './seeded-random.js';

/** One quota alarm of the day. */
export interface Alarm {
  /** EventTime, in ms since the epoch. */
  at: number;
  /** Groups that are used then. */
  used: number;
}

/** Groups that can be created in the day. */
export const QUOTA = 10_000;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Chat sends alarms above 70 %; here that is at eight o'clock. */
const FIRST = { hour: 8, used: 7_001 };

/** A little more than the quota. */
export const LAST_USED = 10_050;

/** How many groups are created in an hour, until which hour: a rush in the morning, and then a long afternoon. */
const PACES = [
  { untilHour: 9, perHour: 150 },
  { untilHour: 11, perHour: 850 },
  { untilHour: 18, perHour: 150 },
  { untilHour: Infinity, perHour: 100 },
];

/** How long an alarm may be on its way: in the rush, later ones overtake it. */
const ON_ITS_WAY_MS = MINUTE_MS;

/** That many alarms come twice, the second time up to so much later. */
const TWICE = { share: 0.03, laterMs: 5 * MINUTE_MS };

/**
 * The alarms of a day on which all groups are used up, in the order of their arrival, with duplicates. It is tomorrow:
 * a day that is over has no forecasts.
 */
export function dayOfAlarms(): Alarm[] {
  const random = seededRandom(1122);
  const arrivals: { alarm: Alarm; arrivesAt: number }[] = [];
  const midnight = startOfTomorrow();
  let at = midnight + FIRST.hour * HOUR_MS;
  for (let used = FIRST.used; used <= LAST_USED; used += 1) {
    const alarm = { at: Math.floor(at), used };
    const arrivesAt = at + random() * ON_ITS_WAY_MS;
    arrivals.push({ alarm, arrivesAt });
    if (random() < TWICE.share) arrivals.push({ alarm, arrivesAt: arrivesAt + random() * TWICE.laterMs });
    // People do not wait for each other.
    at += -Math.log(1 - random()) * (HOUR_MS / perHourAt((at - midnight) / HOUR_MS));
  }
  return arrivals.toSorted((a, b) => a.arrivesAt - b.arrivesAt).map(({ alarm }) => alarm);
}

function perHourAt(hour: number): number {
  return PACES.find(({ untilHour }) => hour < untilHour)?.perHour ?? 0;
}

/** In Shanghai, which has no summer time. */
function startOfTomorrow(): number {
  const shanghai = new Date(Date.now() + (24 + 8) * HOUR_MS);
  return Date.parse(`${shanghai.toISOString().slice(0, 10)}T00:00:00+08:00`);
}
