import { Injectable } from '@nestjs/common';
import { CallbackTable } from '../callbacks/callback-table.js';
import type { CallbackRecord } from '../delivery/callback-record.js';
import {
  NonRetryableError,
  type AttemptFailure,
  type HandleContext,
  type HandleOutcome,
} from '../delivery/handle-record.js';
import { stepOf } from '../lifecycle/body-of.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { DerivedEvents } from './derived-events.js';
import { eventOfRecord, UNKNOWN_COMMAND } from './event-of-record.js';
import type { Handler } from './handler.js';
import { HandlerRegistry } from './handler-registry.js';

/** What a record becomes: the name of the event, and an event of its own for every handler. */
interface EventSource {
  readonly name: string;
  create(): object;
}

/** The one place that calls the handlers of after-callbacks. */
@Injectable()
export class HandlerCaller {
  constructor(
    private readonly registry: HandlerRegistry,
    private readonly callbacks: CallbackTable,
    private readonly derived: DerivedEvents,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Calls the handlers of a record that are left, and waits for them. Rejects only with what `before` threw. */
  async handle(record: CallbackRecord, context: HandleContext): Promise<HandleOutcome> {
    let source: EventSource;
    try {
      source = this.sourceOf(record, context.attempt);
    } catch (error) {
      return { done: [], failures: [{ handler: record.command, error, retryable: true }] };
    }
    const { done, only, before } = context;
    const all = this.registry.handlersOf(source.name, record.command);
    const left =
      done.length === 0 && only === undefined
        ? all
        : all.filter(({ id }) => !done.includes(id) && (only === undefined || only.includes(id)));
    const failures = only === undefined ? [] : missing(only, all, done);
    if (before !== undefined) return this.oneByOne(left, record, source, context, before, failures);
    const [first] = left;
    if (left.length === 1 && first !== undefined) {
      const failure = await this.call(first, record, source, context.attempt);
      return failure === undefined
        ? { done: [first.id], failures }
        : { done: [], failures: [...failures, failure] };
    }
    const outcomes = await Promise.all(left.map((each) => this.call(each, record, source, context.attempt)));
    return {
      done: left.filter((_, index) => outcomes[index] === undefined).map(({ id }) => id),
      failures: [...failures, ...outcomes.filter((failure) => failure !== undefined)],
    };
  }

  private async oneByOne(
    handlers: readonly Handler[],
    record: CallbackRecord,
    source: EventSource,
    { attempt }: HandleContext,
    before: NonNullable<HandleContext['before']>,
    missed: readonly AttemptFailure[],
  ): Promise<HandleOutcome> {
    const done: string[] = [];
    const failures = [...missed];
    for (const handler of handlers) {
      await before(handler.id, done);
      const failure = await this.call(handler, record, source, attempt);
      if (failure === undefined) done.push(handler.id);
      else failures.push(failure);
    }
    return { done, failures };
  }

  private async call(
    handler: Handler,
    record: CallbackRecord,
    source: EventSource,
    attempt: number,
  ): Promise<AttemptFailure | undefined> {
    const begun = performance.now();
    try {
      await this.run(handler, record, source, attempt);
    } catch (error) {
      this.report(handler, record, source, attempt, begun, { error });
      return { handler: handler.id, error, retryable: !(error instanceof NonRetryableError) };
    }
    this.report(handler, record, source, attempt, begun, {});
    return undefined;
  }

  private run(handler: Handler, record: CallbackRecord, source: EventSource, attempt: number): unknown {
    const { tracing } = this.lifecycle;
    if (tracing === undefined) return handler.call(source.create());
    const { id, command, sdkAppId, traceparent } = record;
    return tracing.handle(
      {
        id,
        command,
        sdkAppId,
        event: source.name,
        handler: handler.id,
        attempt,
        before: false,
        traceparent,
      },
      () => handler.call(source.create()),
    );
  }

  private report(
    { id: handler }: Handler,
    record: CallbackRecord,
    { name: event }: EventSource,
    attempt: number,
    begun: number,
    outcome: { error?: unknown },
  ): void {
    if (!this.lifecycle.isObserved('handled')) return;
    const durationMs = performance.now() - begun;
    const call = { event, handler, attempt, durationMs, before: false };
    this.lifecycle.report('handled', { ...stepOf(record), ...call, ...outcome });
  }

  private sourceOf(record: CallbackRecord, attempt: number): EventSource {
    if (record.derived) {
      const derived = this.derived.of(record);
      return { name: derived.name, create: () => derived.create(record, attempt) };
    }
    const callback = this.callbacks.get(record.command);
    return {
      name: callback?.event ?? UNKNOWN_COMMAND,
      create: () => eventOfRecord(record, callback, attempt),
    };
  }
}

/** A replay may name handlers that are not here, in this release or in this process. */
function missing(
  only: readonly string[],
  handlers: readonly Handler[],
  done: readonly string[],
): AttemptFailure[] {
  return only
    .filter((id) => !done.includes(id) && !handlers.some((handler) => handler.id === id))
    .map((handler) => {
      const error = new Error(`there is no handler of the id ${handler}: replay it for another one`);
      return { handler, error, retryable: true };
    });
}
