import type { Awaitable } from '../../common/awaitable.js';
import type { FailedCall, RecordHandler } from '../../delivery/port/record-handler.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { AfterRecord } from './after-record.js';
import { type AttemptContext, HandlerAttempt } from './handler-attempt.js';
import type { Handler } from '../handler.js';
import type { HandlerRunner } from './handler-runner.js';
import type { StaleCheck } from './stale-check.js';

/** A handler of one record, which is called again until it succeeds or is given up. */
export class AfterHandler implements RecordHandler, AttemptContext {
  readonly id: string;
  readonly key: string | undefined;

  /**
   * @param timeoutMs how long a call may take, in ms; 0 means for ever
   * @param check whether the event is stale, for a handler with `onStale`
   */
  constructor(
    readonly handler: Handler,
    readonly called: AfterRecord,
    readonly timeoutMs: number,
    readonly check: StaleCheck | undefined,
    readonly runner: HandlerRunner,
    readonly lifecycle: Lifecycle,
  ) {
    this.id = handler.id;
    this.key = check?.key;
  }

  get concurrency(): number | undefined {
    return this.handler.limits?.concurrency;
  }

  get retry(): RecordHandler['retry'] {
    return this.handler.limits?.retry;
  }

  call(attempt: number): Awaitable<FailedCall | undefined> {
    return new HandlerAttempt(this, attempt).run();
  }
}
