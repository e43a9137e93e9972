import { setInterval } from 'node:timers/promises';
import type { Alarm } from './day-of-alarms.js';
import { doingsOf } from './evening-doings.js';
import type { PlayedDay } from './play-day.js';

/** Somebody does something so often, in ms. */
const EVERY_MS = 2000;

/** The last alarm of the day is before nine, and at midnight another day would begin. */
const AT_MOST_MS = 3 * 3_600_000;

/**
 * Lets a played day go on, by our own clock, so that there is something to look at: groups come and go above the quota, and
 * messages are sent.
 *
 * @param until ends it
 * @returns the day, with the alarms of the evening
 */
export async function calmEvening(day: PlayedDay, until: AbortSignal): Promise<PlayedDay> {
  const { app, chat } = day;
  app.muteErrors();
  const lastAt = Math.max(...day.arrivals.map(({ at }) => at));
  const begun = performance.now();
  const alarms: Alarm[] = [];
  const faults: string[] = [];
  for await (const turn of turns(until)) {
    const elapsed = Math.ceil(performance.now() - begun);
    if (elapsed > AT_MOST_MS) break;
    const { callbacks, used } = doingsOf(turn);
    await chat.turnClockTo(lastAt + elapsed);
    for (const callback of callbacks) {
      const { status } = await chat.post(app.url, callback);
      if (status !== 200) faults.push(`${callback.command} of the evening was answered with ${status}`);
    }
    if (used === undefined) continue;
    const alarm = { at: lastAt + elapsed, used };
    alarms.push(alarm);
    if ((await chat.send(app.url, [alarm])).length > 0) faults.push('an alarm of the evening got no OK');
  }
  return { ...day, arrivals: [...day.arrivals, ...alarms], faults: [...day.faults, ...faults] };
}

/** Counts from 0 on, at that pace. */
async function* turns(until: AbortSignal): AsyncGenerator<number> {
  let turn = 0;
  try {
    for await (const step of setInterval(EVERY_MS, 1, { signal: until })) {
      yield turn;
      turn += step;
    }
  } catch (error) {
    if (!until.aborted) throw error;
  }
}
