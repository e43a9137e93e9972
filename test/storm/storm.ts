/** Plays a storm: `npm run storm -- --delivery lmdb --minutes 10 --seed 42`. It exits with 1 if an invariant is broken. */
import { parseArgs } from 'node:util';
import { describe, faultSchedule, type PlannedFault } from './faults/fault-schedule.js';
import { INVARIANTS } from './invariants.js';
import { playStorm } from './play-storm.js';
import { shrinkSchedule } from './shrink-schedule.js';
import { printWrongs, summaryOf, wrongsOf } from './storm-report.js';
import { DELIVERIES } from './storm-settings.js';

/** How long a shortened storm goes on after its last fault, in ms. */
const AFTER_LAST_MS = 30_000;

const { values } = parseArgs({
  options: {
    delivery: { type: 'string', default: 'lmdb' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '42' },
    // Numbers of the faults that are played, of all that the seed draws.
    only: { type: 'string' },
    // Whether to look for the shortest schedule that is still red.
    shrink: { type: 'boolean', default: false },
    // Whether the receivers are broken on purpose, so that every invariant must be.
    broken: { type: 'boolean', default: false },
  },
});
const delivery = DELIVERIES.find((each) => each === values.delivery);
if (delivery === undefined) {
  throw new Error(`--delivery is ${values.delivery}: give one of ${DELIVERIES.join(', ')}`);
}
const storm = { delivery, seed: Number(values.seed), broken: values.broken };
const minutes = Number(values.minutes);
const title = `storm on ${delivery}, ${minutes} min, seed ${storm.seed}`;

let drawn: readonly PlannedFault[] = [];
const result = await playStorm({ ...storm, minutes, plan: (names) => (drawn = draw(names)) });
const wrongs = wrongsOf(result);
console.log(`${title}: ${summaryOf(result)}`);
if (values.broken) {
  const unseen = Object.keys(INVARIANTS).filter((name) => !wrongs.has(name));
  for (const name of unseen) console.error(`the broken receivers do not break this: ${name}`);
  process.exitCode = unseen.length > 0 ? 1 : 0;
} else if (wrongs.size > 0) {
  process.exitCode = 1;
  console.error(`${title} is RED`);
  printWrongs(wrongs, result);
  const shortest = values.shrink ? await shrinkSchedule(drawn, isRed) : drawn;
  console.error(`  faults (--only ${shortest.map(({ index }) => index).join(',')}):`);
  for (const fault of shortest) console.error(`    ${describe(fault)}`);
}
// Whatever is still open must not keep the run waiting.
process.exit();

function draw(names: readonly string[]): readonly PlannedFault[] {
  // What the broken receivers do wrong must not be excused by a fault.
  if (values.broken) return [];
  const faults = faultSchedule(names, minutes, storm.seed);
  const chosen = values.only?.split(',').map(Number);
  return chosen === undefined ? faults : faults.filter(({ index }) => chosen.includes(index));
}

/** Whether one of the invariants is broken again. */
async function isRed(faults: readonly PlannedFault[]): Promise<boolean> {
  const last = Math.max(0, ...faults.map(({ atMs, forMs }) => atMs + forMs));
  const shorter = Math.min(minutes, (last + AFTER_LAST_MS) / 60_000);
  const again = wrongsOf(await playStorm({ ...storm, minutes: shorter, plan: () => faults }));
  const isSame = [...wrongs.keys()].some((name) => again.has(name));
  console.error(
    `  ${faults.map(({ index }) => index).join(',') || 'no faults'}: ${isSame ? 'red' : 'green'}`,
  );
  return isSame;
}
