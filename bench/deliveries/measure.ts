import { measureInbox } from './inbox-size.js';
import { measureRecovery } from './recovery.js';
import { inboxReport, recoveryReport } from './report.js';
import { syncMs } from './store.js';

/** What of the durable deliveries is measured; a part of size 0 is left out. */
export interface DeliveriesPlan {
  /** Records that a killed process leaves. */
  pending: number;
  /** Records through one inbox. */
  inboxCallbacks: number;
}

/** How each durable delivery recovers, and keeps its store small. */
export async function measureDeliveries(
  plan: DeliveriesPlan,
  progress: (line: string) => void,
  print: (report: string) => void,
): Promise<void> {
  print(`A write of one page is on the disk after ${(await syncMs()).toFixed(2)} ms.`);
  if (plan.pending > 0) print(recoveryReport(await measureRecovery(plan.pending, progress)));
  if (plan.inboxCallbacks > 0) print(inboxReport(await measureInbox(plan.inboxCallbacks, progress)));
}
