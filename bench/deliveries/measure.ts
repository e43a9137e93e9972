import { cpus } from 'node:os';
import { measureInboxes } from './inbox-size.js';
import { measureRecovery } from './recovery.js';
import { inboxReport, processesReport, recoveryReport } from './report.js';
import { syncMs } from './store.js';
import { measureProcesses } from './two-processes.js';

/** The sizes of the measurements; 0 skips one. */
export interface DeliveriesPlan {
  /** Records that a killed process leaves behind. */
  pending: number;
  /** Records through each inbox. */
  inboxCallbacks: number;
  /** Records through one process, and through two on the same store. */
  sharedRecords: number;
}

/** Measures how each durable delivery recovers, whether its inbox stays small, and what a second process adds. */
export async function measureDeliveries(
  plan: DeliveriesPlan,
  progress: (line: string) => void,
  print: (report: string) => void,
): Promise<void> {
  print(`Writing one page to the disk takes ${(await syncMs()).toFixed(2)} ms.`);
  if (plan.pending > 0) print(recoveryReport(await measureRecovery(plan.pending, progress)));
  if (plan.inboxCallbacks > 0) print(inboxReport(await measureInboxes(plan.inboxCallbacks, progress)));
  if (plan.sharedRecords > 0) {
    print(processesReport(await measureProcesses(plan.sharedRecords, cpus().length, progress)));
  }
}
