import { measureInbox } from './inbox-size.js';
import { measureRecovery } from './recovery.js';
import { inboxReport, recoveryReport } from './report.js';
import { syncMs } from './store.js';

/** The sizes of the measurements; 0 skips one. */
export interface DeliveriesPlan {
  /** Records that a killed process leaves behind. */
  pending: number;
  /** Records through one inbox. */
  inboxCallbacks: number;
}

/** Measures how each durable delivery recovers, and whether the inbox stays small. */
export async function measureDeliveries(
  plan: DeliveriesPlan,
  progress: (line: string) => void,
  print: (report: string) => void,
): Promise<void> {
  print(`Writing one page to the disk takes ${(await syncMs()).toFixed(2)} ms.`);
  if (plan.pending > 0) print(recoveryReport(await measureRecovery(plan.pending, progress)));
  if (plan.inboxCallbacks > 0) print(inboxReport(await measureInbox(plan.inboxCallbacks, progress)));
}
