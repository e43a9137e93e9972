/**
 * `npm run bench`: how many callbacks a second ours receives, beside raw `node:http`, an empty Nest controller and a
 * receiver written by hand, how long a verdict takes, what the start costs, what the memory does over a million
 * callbacks, what a storm of alarms costs the quota watch, and what the durable deliveries cost and recover. Everything stays on 127.0.0.1.
 *
 * Flags: --only throughput | memory | quota | deliveries (again for another section), --rounds (0 leaves the comparisons out),
 * --seconds of a load, --warm-up requests, --connections, --repeats of loads that other processes disturbed, --callbacks
 * of the memory run, --alarms of the storm, --pending records to recover, --inbox-callbacks through one inbox (0 leaves any of these out).
 */
import { parseArgs } from 'node:util';
import { type DeliveriesPlan, measureDeliveries } from './deliveries/measure.js';
import { measureMemory } from './memory.js';
import { memoryReport, startUpReport, throughputReport, verdictReport } from './report.js';
import { measureQuotaWatch, quotaReport } from './quota/measure.js';
import { measureStartUp } from './start-up.js';
import { startGenerator } from './subject.js';
import { measureThroughput, type ThroughputPlan } from './throughput.js';
import { measureVerdicts } from './verdicts.js';

const SECTIONS = ['throughput', 'memory', 'quota', 'deliveries'];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: SECTIONS },
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '2' },
    'warm-up': { type: 'string', default: '20000' },
    repeats: { type: 'string', default: '10' },
    connections: { type: 'string', default: '32' },
    callbacks: { type: 'string', default: '1000000' },
    pending: { type: 'string', default: '100000' },
    alarms: { type: 'string', default: '1000000' },
    'inbox-callbacks': { type: 'string', default: '1000000' },
  },
});

function wholeNumber(flag: Exclude<keyof typeof values, 'only'>, least: number, most: number): number {
  const value = Number(values[flag]);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`--${flag} must be a whole number from ${least} to ${most}, not ${values[flag]}`);
}

async function bench(): Promise<void> {
  const strange = values.only.find((section) => !SECTIONS.includes(section));
  if (strange !== undefined)
    throw new RangeError(`--only must be one of ${SECTIONS.join(', ')}, not ${strange}`);
  const plan: ThroughputPlan & DeliveriesPlan = {
    rounds: wholeNumber('rounds', 0, 100),
    // A round has one signature, which is good for a minute.
    seconds: wholeNumber('seconds', 1, 50),
    connections: wholeNumber('connections', 1, 1000),
    repeats: wholeNumber('repeats', 0, 10_000),
    warmUp: wholeNumber('warm-up', 1000, 50_000),
    pending: wholeNumber('pending', 0, 10_000_000),
    inboxCallbacks: wholeNumber('inbox-callbacks', 0, 100_000_000),
  };
  const callbacks = wholeNumber('callbacks', 0, 100_000_000);
  // A slice of the memory run has at least a request for each connection.
  if (callbacks > 0 && callbacks / 10 < plan.connections) throw new RangeError('--callbacks is too small');
  const generator = startGenerator();
  try {
    if (values.only.includes('throughput') && plan.rounds > 0) {
      const rows = await measureThroughput(plan, generator, progress);
      print(throughputReport(rows, plan));
      print(verdictReport(await measureVerdicts(plan.rounds, generator)));
      print(startUpReport(await measureStartUp(plan.rounds)));
    }
    if (values.only.includes('memory') && callbacks > 0) {
      const milestones = [Math.floor(callbacks / 10), callbacks];
      print(memoryReport(await measureMemory(milestones, plan.connections, generator, progress)));
    }
    const alarms = wholeNumber('alarms', 0, 100_000_000);
    if (values.only.includes('quota') && alarms > 0) {
      print(quotaReport(alarms, await measureQuotaWatch(alarms)));
    }
    if (values.only.includes('deliveries')) await measureDeliveries(plan, generator, progress, print);
  } finally {
    await generator.stop();
  }
}

/** To the other stream, so that the report alone can be redirected. */
function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(report: string): void {
  process.stdout.write(`\n${report}\n\n`);
}

try {
  await bench();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
