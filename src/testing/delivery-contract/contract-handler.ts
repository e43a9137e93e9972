import { EventEmitter, once } from 'node:events';
import type { CallbackRecord } from '../../delivery/port/callback-record.js';
import {
  type FailedCall,
  type HandlersOf,
  NonRetryableError,
  type RecordHandler,
} from '../../delivery/port/record-handler.js';
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

/** The work of a handler. It throws to fail. */
export type Behaviour = (record: CallbackRecord, attempt: number, handler: string) => Promise<void>;

/** Handlers that note how they were called, and do what a check wants of them. */
export class ContractHandler {
  readonly calls: ContractCall[] = [];
  /** Ids of the records whose handlers succeeded, in that order. */
  readonly handled: string[] = [];
  /** Maximum number of calls at a time. */
  mostAtOnce = 0;
  private atOnce = 0;
  /** The handlers that have not succeeded, by the record's id. */
  private readonly left = new Map<string, Set<string>>();

  /**
   * @param handlers ids of the handlers
   * @param limitsOf returns the limits of a handler
   */
  constructor(
    private readonly behaviour: Behaviour = async () => {},
    private readonly handlers: readonly string[] = ['Contract.handle'],
    private readonly limitsOf: (handler: string) => Omit<RecordHandler, 'id' | 'call'> = () => ({}),
  ) {}

  readonly handle: HandlersOf = (record) =>
    this.handlers.map((id) => ({
      id,
      ...this.limitsOf(id),
      call: async (attempt) => this.call(record, id, attempt),
    }));

  private async call(
    record: CallbackRecord,
    handler: string,
    attempt: number,
  ): Promise<FailedCall | undefined> {
    const left = this.left.get(record.id) ?? new Set(this.handlers);
    this.left.set(record.id, left);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    this.calls.push({ record, attempt, handler, at: performance.now() });
    try {
      await this.behaviour(record, attempt, handler);
    } catch (error) {
      return { handler, error, retryable: !(error instanceof NonRetryableError) };
    } finally {
      this.atOnce -= 1;
    }
    left.delete(handler);
    if (left.size > 0) return undefined;
    this.left.delete(record.id);
    this.handled.push(record.id);
    return undefined;
  }

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
