import { Injectable } from '@nestjs/common';
import { isBeforeCallback } from '../../callbacks/callback-class.js';
import { CallbackTable } from '../../callbacks/callback-table.js';
import { Delivery } from '../../delivery/port/delivery.js';
import type { HandlerRetryOptions, StaleAction } from '../../events/decorator/handler-limits.js';
import { UNKNOWN_COMMAND } from '../event-of-record.js';
import type { Handler } from '../handler.js';
import { HandlerRegistry } from '../discovery/handler-registry.js';
import { HandlerRunner } from './handler-runner.js';
import { ResolvedHandlersOptions, timeoutOf } from '../handlers.options.js';

/** The limits that apply to a handler of after-events, defaults included. */
export interface HandlerInfoLimits {
  /** How long a call may take, in ms; 0 means for ever. */
  readonly timeoutMs: number;
  /** Maximum number of calls at a time in this process; `undefined` if only the delivery's `concurrency` limits them. */
  readonly concurrency: number | undefined;
  readonly retry: HandlerRetryOptions;
  readonly onStale: StaleAction | undefined;
}

/** A handler of one event. A method that handles several events is listed once for each. */
export interface HandlerInfo {
  /** Id of the handler; `'@OnEvent'` for the listeners of the emitter. */
  readonly id: string;
  /** Name of the event, without the registration's prefix. */
  readonly event: string;
  /** `undefined` for a handler of before-events, which `verdicts.timeoutMs` limits. */
  readonly limits: HandlerInfoLimits | undefined;
  /** Number of calls that run in this process and are within their time. */
  readonly running: number;
}

/** Lists the handlers of a registration. */
@Injectable()
export class HandlerMonitor {
  constructor(
    private readonly options: ResolvedHandlersOptions,
    private readonly callbacks: CallbackTable,
    private readonly registry: HandlerRegistry,
    private readonly runner: HandlerRunner,
    private readonly delivery: Delivery,
  ) {}

  /** Returns the handlers of all events, those of this package included. An `onAny` observer makes `'@OnEvent'` a handler of each event. */
  handlers(): HandlerInfo[] {
    const after = [UNKNOWN_COMMAND, ...this.registry.derivedEvents].map((event) => ({
      event,
      command: event,
    }));
    const before = new Set<string>();
    for (const callback of this.callbacks.values()) {
      if (isBeforeCallback(callback)) before.add(callback.event);
      after.push(callback);
    }
    return after.flatMap(({ event, command }) =>
      this.registry.handlersOf(event, command).map((handler) => ({
        id: handler.id,
        event,
        limits: before.has(event) ? undefined : this.limitsOf(handler),
        running: this.runner.running.get(event, handler.id).running,
      })),
    );
  }

  private limitsOf(handler: Handler): HandlerInfoLimits {
    const { concurrency, retry, onStale } = handler.limits ?? {};
    return {
      timeoutMs: timeoutOf(handler, this.options),
      concurrency,
      retry: { ...this.delivery.options?.retry, ...retry },
      onStale: onStale?.action,
    };
  }
}
