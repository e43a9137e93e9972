import { INVARIANTS, type Wrong } from './invariants.js';
import { logLinesOf, type StormResult } from './storm-result.js';

/** What is wrong, by invariant. Invariants that hold are absent. */
export type Wrongs = ReadonlyMap<string, readonly Wrong[]>;

export function wrongsOf(result: StormResult): Wrongs {
  const found = Object.entries(INVARIANTS).map(([name, check]) => [name, [...check(result)]] as const);
  return new Map(found.filter(([, wrongs]) => wrongs.length > 0));
}

/** Says in one line how much has happened. */
export function summaryOf({ answered, calls, refused, faults, receivers }: StormResult): string {
  const done = [...calls.values()].flat().filter(({ what }) => what === 'done').length;
  const heaps = receivers.map(({ heapMb, report }) => {
    return `${heapMb.toFixed()}→${typeof report === 'string' ? '?' : report.heapMb.toFixed()}`;
  });
  const blocked = Math.max(0, ...receivers.flatMap(({ blocks }) => blocks.map(({ ms }) => ms)));
  const lines = logLinesOf({ receivers });
  return (
    `${answered.size} answered, ${done} calls done, ${refused.length} refused, ` +
    `${faults.length} faults and absences, ${lines} log lines, heaps ${heaps.join(' and ')} MB, longest block ${blocked} ms`
  );
}

/** How many callbacks are listed for each invariant. */
const LISTED = 5;

/** How many of the last lines of each log are printed. */
const LAST_LINES = 40;

/** Prints what is wrong, the history of the first callback that was wronged, and the ends of the logs. */
export function printWrongs(wrongs: Wrongs, result: StormResult): void {
  for (const [invariant, each] of wrongs) {
    console.error(`  not so: ${invariant}: ${each.length} times`);
    for (const { what, nth } of each.slice(0, LISTED)) console.error(`    ${nth ?? ''} ${what}`);
  }
  const nth = [...wrongs.values()].flat().find((wrong) => wrong.nth !== undefined)?.nth;
  if (nth !== undefined) printHistory(nth, result);
  for (const [index, { log }] of result.receivers.entries()) {
    console.error(`  the log of receiver ${index} ends with:`);
    for (const line of log.trimEnd().split('\n').slice(-LAST_LINES)) console.error(`    ${line}`);
  }
}

function printHistory(nth: number, { calls, refused, answered, faults }: StormResult): void {
  const own = [
    ...(calls.get(nth) ?? []).map(({ at, what, handler, pid }) => ({
      at,
      line: `${what} ${handler} in ${pid}`,
    })),
    ...refused
      .filter(({ callback }) => callback.nth === nth)
      .map(({ at, status, receiver }) => ({ at, line: `receiver ${receiver} answered ${status}` })),
  ];
  const [from, to] = [Math.min(...own.map(({ at }) => at)), Math.max(...own.map(({ at }) => at))];
  const beside = faults
    .filter((fault) => fault.to >= from - AROUND_MS && fault.from <= to + AROUND_MS)
    .map((fault) => ({
      at: fault.from,
      line: `${fault.name}, receiver ${fault.receiver ?? 'all'}, ${fault.to - fault.from} ms`,
    }));
  console.error(`  history of ${nth}, ${answered.get(nth)?.command ?? 'not answered'}:`);
  const history = [...own, ...beside].toSorted((one, other) => one.at - other.at);
  for (const { at, line } of history) console.error(`    ${at} ${line}`);
}

/** Faults as long before and after a callback's history are printed with it, in ms. */
const AROUND_MS = 30_000;
