import { Injectable } from '@nestjs/common';
import { CallbackTable } from '../../callbacks/callback-table.js';
import type { CallbackRecord } from '../../delivery/port/callback-record.js';
import { Receipts } from '../../delivery/port/receipts.js';
import type { RecordHandler } from '../../delivery/port/record-handler.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import { AfterCallbackRecord, DerivedRecord, type AfterRecord } from './after-record.js';
import { AfterHandler } from './after-handler.js';
import type { Handler } from '../handler.js';
import { HandlerRegistry } from '../discovery/handler-registry.js';
import { HandlerRunner } from './handler-runner.js';
import { ReceiptedRecord } from './receipted-record.js';
import { ResolvedHandlersOptions, timeoutOf } from '../handlers.options.js';
import { NewestDone } from './newest-done.js';
import { StaleCheck } from './stale-check.js';

/** Looks up the handlers of records, for the delivery to call. */
@Injectable()
export class RecordHandlers {
  constructor(
    private readonly options: ResolvedHandlersOptions,
    private readonly registry: HandlerRegistry,
    private readonly callbacks: CallbackTable,
    private readonly newest: NewestDone,
    private readonly runner: HandlerRunner,
    private readonly lifecycle: Lifecycle,
    private readonly receipts: Receipts,
  ) {}

  /** @throws Error if this release does not know the record's event, or its handlers cannot be looked up */
  handlersOf(record: CallbackRecord): RecordHandler[] {
    const called = record.derived
      ? new DerivedRecord(record, this.registry.createDerived(record))
      : new AfterCallbackRecord(record, this.callbacks.get(record.command));
    const { schema } = this.receipts;
    const receipted = schema === undefined ? called : new ReceiptedRecord(called, schema);
    return this.registry
      .handlersOf(called.event, record.command)
      .map((handler) => this.recordHandler(handler, receipted));
  }

  private recordHandler(handler: Handler, called: AfterRecord): RecordHandler {
    const { id, limits } = handler;
    const { runner, lifecycle } = this;
    let check: StaleCheck | undefined;
    try {
      check = limits?.onStale && new StaleCheck(limits.onStale, called.bodyFor(), id, this.newest);
    } catch (error) {
      return { id, retry: limits?.retry, call: () => ({ handler: id, error, retryable: true }) };
    }
    return new AfterHandler(handler, called, timeoutOf(handler, this.options), check, runner, lifecycle);
  }
}
