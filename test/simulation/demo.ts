import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayReport } from './day-report.js';
import { faultsOfLog } from './log-check.js';
import { playDay } from './play-day.js';

/** The demo ends by itself, whatever happens. */
const AT_MOST_MS = 50_000;

const ending = new AbortController();
const deadline = setTimeout(
  () => ending.abort(new Error(`it took longer than ${AT_MOST_MS} ms`)),
  AT_MOST_MS,
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => ending.abort(new Error(signal)));

const directory = await mkdtemp(join(tmpdir(), 'tencent-chat-demo-'));
const faults: string[] = [];
try {
  const day = await playDay(directory, ending.signal);
  console.log(`\n${dayReport(day)}`);
  faults.push(...day.faults, ...day.balance.faults, ...faultsOfLog(day.logged, day.notes));
} catch (error) {
  const { reason = error } = ending.signal;
  faults.push(`the day was cut short: ${reason instanceof Error ? reason.message : String(reason)}`);
} finally {
  clearTimeout(deadline);
  ending.abort();
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

console.log(faults.length === 0 ? '\nAll as it should be.' : '');
for (const fault of faults) console.log(`Not as it should be: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
