import { EventEmitter, once } from 'node:events';
import type { CallbackRecord } from '../../delivery/port/callback-record.js';
import { NonRetryableError, type HandleRecord } from '../../delivery/port/handle-record.js';
import { until } from './contract-context.js';

/** One call of the handlers. */
export interface ContractCall {
  record: CallbackRecord;
  attempt: number;
  /** Id of the handler. */
  handler: string;
  /** By the clock of `performance.now()`, in ms. */
  at: number;
}

/** The work of a handler, which throws if it is to fail. */
export type Behaviour = (record: CallbackRecord, attempt: number, handler: string) => Promise<void>;

/** Handlers that note how they were called, and do what a check wants of them. */
export class ContractHandler {
  readonly calls: ContractCall[] = [];
  /** Ids of the records whose handlers succeeded, in that order. */
  readonly handled: string[] = [];
  /** Maximum number of records that were handled at a time. */
  mostAtOnce = 0;
  private atOnce = 0;

  /** @param handlers ids of the handlers */
  constructor(
    private readonly behaviour: Behaviour = async () => {},
    private readonly handlers: readonly string[] = ['Contract.handle'],
  ) {}

  readonly handle: HandleRecord = async (record, { attempt, done, only, before }) => {
    const left = this.handlers.filter((id) => !done.includes(id) && (only?.includes(id) ?? true));
    const succeeded: string[] = [];
    const failures = [];
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    for (const handler of left) {
      await before?.(handler, succeeded);
      this.calls.push({ record, attempt, handler, at: performance.now() });
      try {
        await this.behaviour(record, attempt, handler);
        succeeded.push(handler);
      } catch (error) {
        failures.push({ handler, error, retryable: !(error instanceof NonRetryableError) });
      }
    }
    this.atOnce -= 1;
    if (failures.length === 0) this.handled.push(record.id);
    return { done: succeeded, failures };
  };

  /** Returns the attempt numbers of a record's calls. */
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
