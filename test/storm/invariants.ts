import type { StruckFault } from './faults/struck-faults.js';
import { PATIENCE_MS } from './storm-load.js';
import { logLinesOf, type StormResult } from './storm-result.js';
import { HANDLERS, type Block } from './storm-settings.js';

/** A broken invariant, with the callback that shows it. */
export interface Wrong {
  readonly what: string;
  readonly nth?: number;
}

/** How long after a fault refusals and repeated calls are still due to it, in ms. */
const AFTERMATH_MS = 20_000;

/** How much later the end of a process is noticed than that of its connections, in ms. */
const NOTICED_MS = 1000;

/** Maximum number of log lines of both receivers, for each minute and each fault. A callback may add one: odd handlers fail. */
const LOG_LINES = 400;

/** How much longer than the control process an event loop may be blocked, in ms. */
const BLOCKED_MS = 200;

/** How much a heap may grow while nothing waits, in MB. Ids of callbacks are remembered for a while. */
const GROWTH_MB = 24;

/** What must be true of every storm. Each invariant yields what is wrong. */
export const INVARIANTS: Record<string, (result: StormResult) => Iterable<Wrong>> = {
  *'what was acknowledged is done or a dead letter'({ answered, calls, receivers, durable }) {
    const letters = new Set(
      receivers.flatMap(({ report }) => {
        if (typeof report === 'string') return [];
        return report.letters.flatMap(({ nth, handlers }) =>
          handlers.length === 0 ? [`${nth} -`] : handlers.map((handler) => `${nth} ${handler}`),
        );
      }),
    );
    // Where the store outlives a process, the dead letter must be there at the end.
    const ends = durable ? ['done'] : ['done', 'dead', 'invalid'];
    for (const { nth, ends: how } of answered.values()) {
      const handlers = how === 'handled' ? HANDLERS : how === 'invalid' ? ['-'] : [];
      for (const handler of handlers) {
        const call = calls.get(nth)?.find((each) => each.handler === handler && ends.includes(each.what));
        if (call === undefined && !letters.has(`${nth} ${handler}`)) {
          yield { what: `${handler} was not done, and no dead letter names it`, nth };
        }
      }
    }
  },

  *'what is done is done again only after a crash, or while its store is away'({ calls, faults, durable }) {
    const severe = faults.filter(({ repeats }) => repeats);
    for (const [nth, made] of calls) {
      for (const handler of HANDLERS) {
        const done = made.filter((call) => call.what === 'done' && call.handler === handler);
        for (const [index, { at, pid }] of done.entries()) {
          // In memory each receiver knows only its own: Chat may send to another one what was not answered.
          const next = done.slice(index + 1).find((call) => durable || call.pid === pid);
          if (next !== undefined && !overlaps(severe, at - AFTERMATH_MS, next.at)) {
            yield { what: `${handler} was done again`, nth };
          }
        }
      }
    }
  },

  *'requests are refused only while a fault is on, and a while after'({ refused, faults }) {
    for (const { callback, at, status, receiver } of refused) {
      if (overlaps(faults, at - PATIENCE_MS - AFTERMATH_MS, at + NOTICED_MS)) continue;
      yield { what: `receiver ${receiver} answered ${status} to ${callback.command}`, nth: callback.nth };
    }
  },

  *'nothing waits at the end, and stats() counts the dead letters'({ receivers, durable }) {
    for (const { report } of durable ? receivers.slice(0, 1) : receivers) {
      if (typeof report === 'string') yield { what: `a receiver does not report: ${report}` };
      else if (report.pending !== 0) yield { what: `${report.pending} callbacks are pending at the end` };
      else if (report.dead !== report.letters.length) {
        yield {
          what: `stats() counts ${report.dead} dead letters, and the list has ${report.letters.length}`,
        };
      }
    }
  },

  *'no receiver ends by itself'({ receivers }) {
    for (const [index, { crashes }] of receivers.entries()) {
      for (const crash of crashes) yield { what: `receiver ${index} ${crash}` };
    }
  },

  *'no event loop is blocked'({ receivers, control, faults }) {
    for (const [index, { blocks }] of receivers.entries()) {
      const frozen = faults.filter(({ name, receiver }) => name === 'freeze' && receiver === index);
      const disks = faults.filter(({ name }) => name === 'frozen disk');
      let chances = 1;
      for (const block of blocks) {
        const [from, own] = [block.at - block.ms, block.ms - blockedIn(control, block)];
        if (own <= BLOCKED_MS || overlaps(frozen, from, block.at)) continue;
        // A disk may freeze between the look at it and the read, which LMDB notes on it.
        if (overlaps(disks, from, block.at) && chances-- > 0) continue;
        yield { what: `receiver ${index} was blocked for ${own} ms at ${block.at}` };
      }
    }
  },

  *'no heap grows'({ receivers }) {
    for (const [index, { report, heapMb }] of receivers.entries()) {
      if (typeof report === 'string' || report.heapMb - heapMb <= GROWTH_MB) continue;
      const [from, to] = [heapMb.toFixed(), report.heapMb.toFixed()];
      yield { what: `the heap of receiver ${index} has grown from ${from} to ${to} MB` };
    }
  },

  *'the log is short'({ receivers, minutes, faults, answered }) {
    const lines = logLinesOf({ receivers });
    const most = LOG_LINES * (minutes + faults.length) + answered.size;
    if (lines > most) yield { what: `the log has ${lines} lines, more than ${most}` };
  },
};

function overlaps(faults: readonly StruckFault[], from: number, to: number): boolean {
  return faults.some((fault) => fault.from <= to && fault.to >= from);
}

/** How long the control was blocked in the time of a block, in ms. */
function blockedIn(control: readonly Block[], { at, ms }: Block): number {
  return control.reduce((sum, each) => {
    const common = Math.min(at, each.at) - Math.max(at - ms, each.at - each.ms);
    return sum + Math.max(0, common);
  }, 0);
}
