import type { JournalEntry } from './alarm-journal.js';
import type { Alarm } from './day-of-alarms.js';

/** What came of the alarms of a day whose receiver crashed in the middle of it. */
export interface DayBalance {
  /** Different alarms that were handled. */
  handled: number;
  /** Acknowledged before the crash, and handled after it. */
  saved: number;
  /** Handled before the crash as well as after it. */
  handledAgain: number;
  /** Acknowledged and never handled. */
  lost: number;
  /** What is not as it should be. */
  faults: string[];
}

/** Only what was in its handlers at the crash, or had just left them, may be handled again: far less than this. */
const HANDLED_AGAIN_AT_MOST = 100;

/**
 * Compares what Chat saw with what the app did.
 *
 * @param arrivals the alarms of the day, with duplicates
 * @param acknowledged which of them Chat has an OK for, until the crash and in the end
 * @param journal which of them were handled, until the crash and after it
 */
export function balanceOf(
  arrivals: readonly Alarm[],
  acknowledged: { untilCrash: ReadonlySet<Alarm>; inTheEnd: ReadonlySet<Alarm> },
  journal: { untilCrash: readonly JournalEntry[]; afterCrash: readonly JournalEntry[] },
): DayBalance {
  const alarms = new Set(arrivals.map(keyOf));
  const before = new Set(journal.untilCrash.map(keyOf));
  const after = new Set(journal.afterCrash.map(keyOf));
  const handled = new Set([...before, ...after]);
  const entries = [...journal.untilCrash, ...journal.afterCrash];

  const saved = [...acknowledged.untilCrash].filter((alarm) => !before.has(keyOf(alarm))).length;
  const handledAgain = [...before].filter((key) => after.has(key)).length;
  const lost = [...acknowledged.inTheEnd].filter((alarm) => !handled.has(keyOf(alarm))).length;
  const faults: [number, string][] = [
    [alarms.size - acknowledged.inTheEnd.size, 'alarms were never acknowledged'],
    [lost, 'acknowledged alarms were lost'],
    [[...handled].filter((key) => !alarms.has(key)).length, 'alarms were handled that Chat did not send'],
    [entries.length - before.size - after.size, 'alarms were handled twice without a crash'],
    [Math.max(0, handledAgain - HANDLED_AGAIN_AT_MOST), 'alarms too many were handled again after the crash'],
    [handled.size - new Set(entries.map(({ id }) => id)).size, 'alarms changed their event.id, or shared it'],
  ];
  return {
    handled: handled.size,
    saved,
    handledAgain,
    lost,
    faults: faults.filter(([count]) => count !== 0).map(([count, what]) => `${count} ${what}`),
  };
}

/** The same for an alarm and its entry in the journal. */
function keyOf({ at, used }: Alarm): string {
  return `${at}/${used}`;
}
