import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calmEvening } from './calm-evening.js';
import { inviteToConsole } from './console-invitation.js';
import { reportDay } from './day-report.js';
import { faultsOfLog } from './log-check.js';
import { closeDay, playDay } from './play-day.js';
import { Screen } from './screen.js';

/** The demo ends by itself, whatever happens; with `--open`, when it is told to. */
const AT_MOST_MS = 120_000;

const { open } = parseArgs({ options: { open: { type: 'boolean', default: false } } }).values;
const ending = new AbortController();
const deadline = open
  ? undefined
  : setTimeout(() => ending.abort(new Error(`it took longer than ${AT_MOST_MS} ms`)), AT_MOST_MS);
/** What Ctrl-C ends: all of it, or only the evening, after which the day is closed as usual. */
let interrupted = ending;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupted.abort(new Error(signal)));

const screen = new Screen();
const directory = await mkdtemp(join(tmpdir(), 'tencent-chat-demo-'));
const faults: string[] = [];
try {
  let played = await playDay(directory, ending.signal, screen);
  if (open) {
    interrupted = new AbortController();
    inviteToConsole(played, screen);
    played = await calmEvening(played, interrupted.signal);
    interrupted = ending;
    screen.line();
  }
  const day = await closeDay(played, screen);
  reportDay(day, screen);
  faults.push(...day.faults, ...day.balance.faults, ...faultsOfLog(day.logged, day.notes));
} catch (error) {
  const { reason = error } = ending.signal;
  faults.push(`the day was cut short: ${reason instanceof Error ? reason.message : String(reason)}`);
} finally {
  screen.endProgress();
  clearTimeout(deadline);
  ending.abort();
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

screen.line();
if (faults.length === 0) screen.line(screen.paint('green', 'All as it should be.'));
for (const fault of faults) screen.line(screen.paint('red', `Not as it should be: ${fault}`));
process.exitCode = faults.length === 0 ? 0 : 1;
