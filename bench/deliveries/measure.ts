import type { Generator } from '../subject.js';
import { measureInbox } from './inbox-size.js';
import { measureRecovery } from './recovery.js';
import { hasRedis } from './redis-server.js';
import { deliveryReport, inboxReport, recoveryReport } from './report.js';
import { compareDeliveries, type DeliveryPlan } from './side-by-side.js';
import { syncMs } from './store.js';

/** What of the deliveries is measured; a part of size 0 is left out. */
export interface DeliveriesPlan extends DeliveryPlan {
  /** Records that a killed process leaves. */
  pending: number;
  /** Records through one inbox. */
  inboxCallbacks: number;
}

/** How each delivery receives, recovers, and keeps its store small. */
export async function measureDeliveries(
  plan: DeliveriesPlan,
  generator: Generator,
  progress: (line: string) => void,
  print: (report: string) => void,
): Promise<void> {
  if (!hasRedis()) print('*** redis-server is not installed: everything with BullMQ is LEFT OUT ***');
  if (plan.rounds > 0) {
    print(deliveryReport(await compareDeliveries(plan, generator, progress), plan, await syncMs()));
  }
  if (plan.pending > 0) print(recoveryReport(await measureRecovery(plan.pending, progress)));
  if (plan.inboxCallbacks > 0) print(inboxReport(await measureInbox(plan.inboxCallbacks, progress)));
}
