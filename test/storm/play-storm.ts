import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/redis/redis-server.js';
import { readCalls } from './call-ledger.js';
import type { PlannedFault } from './faults/fault-schedule.js';
import { processFaults } from './faults/process-faults.js';
import { strikeAll } from './faults/struck-faults.js';
import { openStore } from './stores/open-store.js';
import { StormLoad } from './storm-load.js';
import type { StormResult } from './storm-result.js';
import type { Block, ReceiverSettings, StoreReport, StormDelivery } from './storm-settings.js';
import { SupervisedReceiver } from './supervised-receiver.js';

const RECEIVERS = 2;

/**
 * How long the receivers may take to handle what is left at the end, in ms. Each death leaves suspects, which they handle one at a time.
 */
const CALM_MS = 180_000;

/** What a storm is made of. */
export interface Storm {
  readonly delivery: StormDelivery;
  readonly seed: number;
  readonly minutes: number;
  readonly broken: boolean;
  /** Chooses among the faults that there are. */
  readonly plan: (names: readonly string[]) => readonly PlannedFault[];
}

/** Plays a storm from the start of its store to its end. */
export async function playStorm({ delivery, seed, minutes, broken, plan }: Storm): Promise<StormResult> {
  const folder = mkdtempSync(join(tmpdir(), 'storm-'));
  const calls = join(folder, 'calls');
  const store = await openStore(delivery, RECEIVERS, folder);
  const receivers: SupervisedReceiver[] = [];
  for (const [index, address] of store.addresses.entries()) {
    const app = { sdkAppId: 1_400_000_000, token: 'storm', port: await freePort() };
    const settings: ReceiverSettings = { store: address, ...app, seed, calls, broken };
    receivers.push(new SupervisedReceiver(index, settings));
  }
  const control = fork(fileURLToPath(new URL('receiver/control.js', import.meta.url)), [`${calls}.control`]);
  const controlBlocks: Block[] = [];
  control.on('message', (block: Block) => controlBlocks.push(block));
  try {
    await Promise.all(receivers.map((each) => each.start()));
    const durable = delivery !== 'memory';
    const faults = [...processFaults(receivers, durable), ...store.faults];
    const load = new StormLoad(
      receivers.map(({ settings }) => settings),
      seed,
    );
    const struck = await strikeAll(faults, plan(faults.map(({ name }) => name)), minutes * 60_000);
    await load.stop();
    const reports = await calm(receivers);
    await Promise.all(receivers.map((each) => each.stop()));
    return {
      durable,
      answered: load.answered,
      refused: load.refused,
      calls: readCalls(calls),
      faults: [...struck, ...receivers.flatMap(({ absences }) => absences)],
      receivers: receivers.map(({ log, heapMb, crashes, blocks }, index) => ({
        report: reports[index] ?? 'it does not run',
        heapMb,
        log,
        crashes,
        blocks,
      })),
      control: controlBlocks,
      minutes,
    };
  } finally {
    await Promise.all(receivers.map((each) => each.stop()));
    control.kill();
    await store.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until nothing is left to handle. */
async function calm(receivers: readonly SupervisedReceiver[]): Promise<(StoreReport | string)[]> {
  const end = performance.now() + CALM_MS;
  for (;;) {
    const reports = await Promise.all(receivers.map((each) => each.report()));
    const isCalm = reports.every((report) => typeof report !== 'string' && report.pending === 0);
    if (isCalm || performance.now() > end) return reports;
    await delay(500);
  }
}
