import { EventEmitter, once } from 'node:events';
import type { CallbackRecord } from '../../delivery/callback-record.js';
import type { HandleRecord } from '../../delivery/delivery.js';
import { until } from './contract-context.js';

/** One call of the handlers. */
export interface HandlerCall {
  record: CallbackRecord;
  attempt: number;
  /** By the clock of `performance.now()`, in ms. */
  at: number;
}

/** Handlers that note how they were called, and do what a check wants of them. */
export class ContractHandler {
  readonly calls: HandlerCall[] = [];
  /** Ids of the records whose handlers succeeded, in that order. */
  readonly handled: string[] = [];
  /** How many records were handled at one time, at the most. */
  mostAtOnce = 0;
  private atOnce = 0;

  /** @param behaviour throws where the handlers are to fail */
  constructor(private readonly behaviour: HandleRecord = async () => {}) {}

  readonly handle: HandleRecord = async (record, attempt) => {
    this.calls.push({ record, attempt, at: performance.now() });
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      await this.behaviour(record, attempt);
      this.handled.push(record.id);
    } finally {
      this.atOnce -= 1;
    }
  };

  /** The attempt numbers with which a record was handed over. */
  attemptsAt(id: string): number[] {
    return this.calls.filter(({ record }) => record.id === id).map(({ attempt }) => attempt);
  }

  async called(times: number): Promise<void> {
    await until(`the handlers' call ${times}`, () => this.calls.length >= times);
  }

  async succeeded(times: number): Promise<void> {
    await until(`the handlers' success ${times}`, () => this.handled.length >= times);
  }
}

/** Handlers that always fail. */
export function failingHandler(): ContractHandler {
  return new ContractHandler(async () => {
    throw new Error('as the check wants it');
  });
}

/** Handlers that wait until the check releases them. */
export function parkedHandler(): { handler: ContractHandler; release: () => void } {
  const gate = new EventEmitter();
  const opened = once(gate, 'open');
  const handler = new ContractHandler(async () => {
    await opened;
  });
  return { handler, release: () => gate.emit('open') };
}
