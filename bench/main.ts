/**
 * `npm run bench`. README.md of this folder says what is measured, and how to read it.
 *
 * Flags: --quick for less of everything; --against the path of another checkout; --only throughput | open-loop | bodies | memory |
 * quota | deliveries, repeated for several sections; --chart a file for the throughput as SVG; --rows for servers whose name
 * contains this; --rounds; --seconds of a load; --warm-up requests; --connections; --repeats of disturbed loads; --messages of a
 * verdict round; --bodies of each class; --callbacks of the memory run; --alarms of the storm; --pending records to recover;
 * --inbox-callbacks; --shared-records of one and of two processes. A 0 skips what it counts.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareCheckouts } from './against.js';
import { bodiesReport, measureBodies } from './bodies/measure.js';
import { throughputChart } from './chart.js';
import { type DeliveriesPlan, measureDeliveries } from './deliveries/measure.js';
import { measureMemory } from './memory/growth.js';
import { measureKept } from './memory/kept.js';
import { measureOpenLoop, openLoopReport } from './open-loop.js';
import { memoryReport, startUpReport, throughputReport, verdictReport } from './report.js';
import { creationsReport, measureCreations } from './quota/creations.js';
import { measureQuotaWatch, quotaReport } from './quota/measure.js';
import { measureStartUp } from './start-up.js';
import { startGenerator } from './subject.js';
import { measureThroughput, setups, type ThroughputPlan } from './throughput.js';
import { measureVerdicts, VERDICT_SETUPS, type VerdictPlan } from './verdicts.js';

const SECTIONS = ['throughput', 'open-loop', 'bodies', 'memory', 'quota', 'deliveries'];

const FULL = {
  rounds: 7,
  seconds: 2,
  'warm-up': 25_000,
  repeats: 10,
  connections: 32,
  messages: 5000,
  bodies: 20_000,
  callbacks: 1_000_000,
  alarms: 1_000_000,
  pending: 100_000,
  'inbox-callbacks': 1_000_000,
  'shared-records': 100_000,
};

/** Enough to see a direction, in under three minutes. */
const QUICK: typeof FULL = {
  ...FULL,
  rounds: 2,
  seconds: 1,
  'warm-up': 3000,
  repeats: 0,
  messages: 1000,
  bodies: 2000,
  callbacks: 20_000,
  alarms: 100_000,
  pending: 10_000,
  'inbox-callbacks': 20_000,
  'shared-records': 20_000,
};

const number = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    against: { type: 'string' },
    chart: { type: 'string' },
    only: { type: 'string', multiple: true, default: SECTIONS },
    rows: { type: 'string', default: '' },
    rounds: number,
    seconds: number,
    'warm-up': number,
    repeats: number,
    connections: number,
    messages: number,
    bodies: number,
    callbacks: number,
    alarms: number,
    pending: number,
    'inbox-callbacks': number,
    'shared-records': number,
  },
});

function wholeNumber(flag: keyof typeof FULL, min: number, max: number): number {
  const value = Number(values[flag] ?? (values.quick ? QUICK : FULL)[flag]);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`--${flag} must be a whole number from ${min} to ${max}, not ${values[flag]}`);
}

async function bench(): Promise<void> {
  const unknown = values.only.find((section) => !SECTIONS.includes(section));
  if (unknown !== undefined)
    throw new RangeError(`--only must be one of ${SECTIONS.join(', ')}, not ${unknown}`);
  const plan: ThroughputPlan & VerdictPlan & DeliveriesPlan = {
    rows: values.rows,
    rounds: wholeNumber('rounds', 0, 100),
    // A load has one signature, which is valid for a minute.
    seconds: wholeNumber('seconds', 1, 50),
    connections: wholeNumber('connections', 1, 1000),
    repeats: wholeNumber('repeats', 0, 10_000),
    warmUp: wholeNumber('warm-up', 1000, 50_000),
    messages: wholeNumber('messages', 100, 50_000),
    pending: wholeNumber('pending', 0, 10_000_000),
    inboxCallbacks: wholeNumber('inbox-callbacks', 0, 100_000_000),
    sharedRecords: wholeNumber('shared-records', 0, 10_000_000),
  };
  const bodies = wholeNumber('bodies', 0, 1_000_000);
  const alarms = wholeNumber('alarms', 0, 100_000_000);
  const callbacks = wholeNumber('callbacks', 0, 100_000_000);
  // A slice of the memory run needs at least one request per connection.
  if (callbacks > 0 && callbacks / 10 < plan.connections) throw new RangeError('--callbacks is too small');
  const generator = startGenerator();
  try {
    if (values.against !== undefined) {
      const against = { ...plan, checkout: values.against, sections: values.only, bodies, alarms };
      print(await compareCheckouts(against, generator, progress));
      return;
    }
    if (values.only.includes('throughput') && plan.rounds > 0) {
      const rows = await measureThroughput(setups(), plan, generator, progress);
      print(throughputReport(rows, plan));
      if (values.chart !== undefined) writeFileSync(values.chart, throughputChart(rows));
      print(verdictReport(await measureVerdicts(VERDICT_SETUPS, plan, generator)));
      print(startUpReport(await measureStartUp(plan.rounds)));
    }
    if (values.only.includes('open-loop') && plan.rounds > 0) {
      print(openLoopReport(await measureOpenLoop(plan, generator, progress), plan));
    }
    if (values.only.includes('bodies') && bodies > 0) print(bodiesReport(await measureBodies(bodies)));
    if (values.only.includes('memory') && callbacks > 0) {
      const milestones = [Math.floor(callbacks / 10), callbacks];
      const growth = await measureMemory(milestones, plan.connections, generator, progress);
      print(memoryReport(growth, await measureKept()));
    }
    if (values.only.includes('quota') && alarms > 0) {
      print(quotaReport(alarms, await measureQuotaWatch(alarms)));
    }
    if (values.only.includes('quota') && plan.rounds > 0) {
      print(creationsReport(await measureCreations(plan, generator)));
    }
    if (values.only.includes('deliveries')) await measureDeliveries(plan, progress, print);
  } finally {
    await generator.stop();
  }
}

/** Writes to the error stream, so that the report can be redirected. */
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
