import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { CallbackRecord } from '../../delivery/port/callback-record.js';
import type { DeadLetterLimits, Death } from '../../delivery/port/dead-record.js';
import type { Delivery, DeliveryFactory } from '../../delivery/port/delivery.js';
import type { DeliveryOptions } from '../../delivery/port/delivery.options.js';
import type { RetryOptions } from '../../delivery/port/retry.options.js';
import { within } from '../../common/time/time-limit.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';

/** The options that a check sets. */
export interface ContractOptions extends Required<DeliveryOptions> {
  retry: Required<RetryOptions>;
  deadLetters: Required<DeadLetterLimits>;
}

/**
 * Makes the delivery that is checked, with these options.
 *
 * @param store a name made of letters, digits and hyphens. Records under one name must not be seen under another;
 * a durable delivery that is made again with the same name finds what the one before has kept
 */
export type CreateDelivery = (store: string, options: ContractOptions) => DeliveryFactory;

const OPTIONS: ContractOptions = {
  retry: { attempts: 3, initialDelayMs: 20, maxDelayMs: 1000, crashes: 3 },
  concurrency: 8,
  dedupeWindowMs: 60_000,
  drainTimeoutMs: 10_000,
  deadLetters: { max: 1000, maxAgeMs: 3_600_000 },
};

/** Name of the registration that every check is for. */
const REGISTRATION = 'contract';

type OpenOptions = Partial<Omit<ContractOptions, 'retry'>> & { retry?: RetryOptions };

/** How long a check waits for something to come true, in ms. */
const PATIENCE_MS = 15_000;

/** The context of one check: its own store, and the deliveries that it opened there. */
export class ContractContext {
  private readonly store = `contract-${randomUUID()}`;
  /** The lifecycle of all deliveries of the check, which are one registration in several processes. */
  private readonly lifecycle = new Lifecycle(REGISTRATION);
  private readonly opened = new Set<Delivery>();

  constructor(private readonly create: CreateDelivery) {}

  /** @param options those that differ from the contract's own */
  async open({ retry, ...options }: OpenOptions = {}): Promise<Delivery> {
    const complete = { ...OPTIONS, ...options, retry: { ...OPTIONS.retry, ...retry } };
    const { lifecycle } = this;
    const delivery = await this.create(this.store, complete)({ registration: REGISTRATION, lifecycle });
    this.opened.add(delivery);
    return delivery;
  }

  async close(delivery: Delivery): Promise<void> {
    this.opened.delete(delivery);
    if (await within(PATIENCE_MS, delivery.close())) return;
    throw new Error(`close() did not resolve within ${PATIENCE_MS} ms`);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.opened].map((delivery) => this.close(delivery)));
  }
}

/** Makes a record of a quota alarm; `nth` identifies it. */
export function alarmRecord(nth: number | string): CallbackRecord {
  const command = 'Group.CallbackOnDailyGroupQuotaAlarm';
  return {
    id: `1400000000/${command}/${nth}`,
    registration: REGISTRATION,
    command,
    sdkAppId: 1400000000,
    clientIp: '203.0.113.7',
    optPlatform: 'RESTAPI',
    requestId: '7-1',
    receivedAt: 1767225600456,
    body: {
      CallbackCommand: command,
      QuotaUsed: 7321,
      Quota: 10_000,
      EventTime: 1767225600123,
      more: ['ü', { a: 1 }],
    },
  };
}

/** Why a record is kept as a dead letter without an attempt. */
export const INVALID: Death = { reason: 'invalid', handlers: [], attempts: 0, error: 'unlike its class' };

/** Asserts how many records a delivery holds. */
export async function holds(delivery: Delivery, expected: { pending: number; dead: number }): Promise<void> {
  const { pending, dead } = await delivery.stats();
  assert.deepEqual({ pending, dead }, expected);
}

/** Waits until a condition holds. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what} did not come true within ${PATIENCE_MS} ms`);
    await setTimeout(5);
  }
}

/** Whether the clock has gone on since then: dead letters are in the order of their milliseconds. */
export function nextMillisecond(): () => boolean {
  const now = Date.now();
  return () => Date.now() > now;
}
