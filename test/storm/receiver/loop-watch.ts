import { readFileSync } from 'node:fs';
import type { Block } from '../storm-settings.js';

/** Time between two looks, in ms. */
const LOOK_MS = 20;

/** Shorter blocks are not reported, in ms. */
const SHORT_MS = 100;

/** Reports each time in which the event loop did not turn, without the time that this thread waited for a processor. */
export function watchLoop(report: (block: Block) => void): void {
  let [seenAt, waited] = [performance.now(), waitedMs()];
  setInterval(() => {
    const [now, waitedNow] = [performance.now(), waitedMs()];
    const ms = Math.round(now - seenAt - LOOK_MS - (waitedNow - waited));
    if (ms > SHORT_MS) report({ at: Math.round(performance.timeOrigin + now), ms });
    [seenAt, waited] = [now, waitedNow];
  }, LOOK_MS).unref();
}

/** How long this thread has waited for a processor, in ms; 0 where the system does not count it. */
function waitedMs(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
