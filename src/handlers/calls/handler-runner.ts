import { Injectable } from '@nestjs/common';
import { PairMap } from '../../common/collections/pair-map.js';
import type { CallbackRecord } from '../../delivery/port/callback-record.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { AppEvent, Handler } from '../handler.js';
import { ResolvedHandlersOptions } from '../handlers.options.js';

/** A record whose handlers are called. */
export interface CalledRecord {
  readonly record: CallbackRecord;
  /** Name of the event that the record becomes. */
  readonly event: string;
  /** Whether Chat's answer waits for its handlers. */
  readonly before: boolean;
}

/** Calls a handler of a callback within its trace, and within the app's `aroundHandler`. */
@Injectable()
export class HandlerRunner {
  /**
   * Number of calls that run in this process and are within their time, by event and handler. Calls that end synchronously are not
   * counted.
   */
  readonly running = new PairMap(() => ({ running: 0 }));

  constructor(
    private readonly options: ResolvedHandlersOptions,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * @param attempt number of the attempt, from 1
   * @param create makes the handler's event
   * @returns what the handler returns
   * @throws what the handler throws, also as a rejection
   */
  run(
    handler: Handler,
    { record, event, before }: CalledRecord,
    attempt: number,
    create: () => AppEvent,
  ): unknown {
    const { tracing } = this.lifecycle;
    if (tracing === undefined) return this.around(handler, create());
    const { id, command, sdkAppId, traceparent } = record;
    const traced = { id, command, sdkAppId, event, handler: handler.id, attempt, before, traceparent };
    return tracing.handle(traced, () => this.around(handler, create()));
  }

  private around(handler: Handler, event: AppEvent): unknown {
    const { aroundHandler } = this.options;
    if (aroundHandler === undefined || handler.own) return handler.call(event);
    return aroundHandler(event, () => {
      const result = (async () => handler.call(event))();
      // It may fail while `aroundHandler` awaits something else.
      result.catch(() => {});
      return result;
    });
  }
}
