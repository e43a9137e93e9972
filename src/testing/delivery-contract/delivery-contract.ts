import { acceptanceChecks } from './acceptance-checks.js';
import { ContractContext, type CreateDelivery } from './contract-context.js';
import { endingChecks } from './ending-checks.js';
import { failureChecks } from './failure-checks.js';
import { handlersChecks } from './handlers-checks.js';
import { limitsChecks } from './limits-checks.js';
import { sharingChecks } from './sharing-checks.js';

/** One requirement of the port `Delivery`. */
export interface DeliveryCheck {
  /** What a delivery does: a verb with its object, which follows the delivery's name. */
  name: string;
  /** Rejects with an `AssertionError` or another error if the delivery fails the check. Takes a few seconds at most. */
  check: () => Promise<void>;
}

/** Describes a delivery for the checks. */
export interface DeliveryContractOptions {
  /**
   * Whether several deliveries may work on one store at a time, as the processes of an app do.
   * @default true
   */
  sharedStore?: boolean;
}

/**
 * The requirements on every delivery, as checks for any test runner. They do not crash the delivery: a test that accepted records survive a
 * SIGKILL needs another process.
 *
 * @example
 * ```ts
 * describe('my delivery', () => {
 *   for (const { name, check } of deliveryContract((store, options) => myDelivery({ table: store, ...options }))) {
 *     it(name, check);
 *   }
 * });
 * ```
 */
export function deliveryContract(
  create: CreateDelivery,
  { sharedStore = true }: DeliveryContractOptions = {},
): DeliveryCheck[] {
  const checks = {
    ...acceptanceChecks,
    ...failureChecks,
    ...handlersChecks,
    ...limitsChecks,
    ...endingChecks,
    ...(sharedStore ? sharingChecks : {}),
  };
  return Object.entries(checks).map(([name, check]) => ({
    name,
    check: async () => {
      const context = new ContractContext(create);
      try {
        await check(context);
      } finally {
        await context.closeAll();
      }
    },
  }));
}
