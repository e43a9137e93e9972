import { Injectable } from '@nestjs/common';
import { CallbackTable } from '../callbacks/callback-table.js';
import type { CallbackRecord } from '../delivery/port/callback-record.js';
import type { Awaitable } from '../common/awaitable.js';
import {
  NonRetryableError,
  type AttemptFailure,
  type HandleContext,
  type HandleOutcome,
} from '../delivery/port/handle-record.js';
import { withBody } from '../lifecycle/body-of.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { isThenable } from '../common/awaitable.js';
import { DerivedEvents } from './derived-events.js';
import { eventOfRecord, UNKNOWN_COMMAND } from './event-of-record.js';
import type { Handler } from './handler.js';
import { HandlerRegistry } from './handler-registry.js';

/** What a record becomes: the name of the event, and an event of its own for every handler that may change it. */
interface EventSource {
  readonly name: string;
  eventFor(handler: Handler): object;
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

  /**
   * Calls the handlers of a record that are left, and waits for those that are not done at once. Rejects only with what
   * `before` threw.
   */
  handle(record: CallbackRecord, context: HandleContext): Awaitable<HandleOutcome> {
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
    const missed = only === undefined ? [] : missing(only, all, done);
    if (before !== undefined) return this.oneByOne(left, record, source, context, before, missed);
    const ends = left.map((each) => this.call(each, record, source, context.attempt));
    return allOf(ends, (ended) => outcomeOf(left, ended, missed));
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

  /** @returns how it failed; `undefined` when it is done */
  private call(
    handler: Handler,
    record: CallbackRecord,
    source: EventSource,
    attempt: number,
  ): Awaitable<AttemptFailure | undefined> {
    const begun = performance.now();
    try {
      const end = this.run(handler, record, source, attempt);
      if (!isThenable(end)) return this.report(handler, record, source, attempt, begun, {});
      return Promise.resolve(end).then(
        () => this.report(handler, record, source, attempt, begun, {}),
        (error: unknown) => this.failed(handler, record, source, attempt, begun, error),
      );
    } catch (error) {
      return this.failed(handler, record, source, attempt, begun, error);
    }
  }

  private failed(
    handler: Handler,
    record: CallbackRecord,
    source: EventSource,
    attempt: number,
    begun: number,
    error: unknown,
  ): AttemptFailure {
    this.report(handler, record, source, attempt, begun, { error });
    return { handler: handler.id, error, retryable: !(error instanceof NonRetryableError) };
  }

  private run(handler: Handler, record: CallbackRecord, source: EventSource, attempt: number): unknown {
    const { tracing } = this.lifecycle;
    if (tracing === undefined) return handler.call(source.eventFor(handler));
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
      () => handler.call(source.eventFor(handler)),
    );
  }

  private report(
    { id: handler }: Handler,
    record: CallbackRecord,
    { name: event }: EventSource,
    attempt: number,
    begun: number,
    outcome: { error?: unknown },
  ): undefined {
    if (!this.lifecycle.isObserved('handled')) return;
    const { id, command, sdkAppId, receivedAt, body } = record;
    const durationMs = performance.now() - begun;
    const call = {
      id,
      command,
      sdkAppId,
      receivedAt,
      before: false,
      event,
      handler,
      attempt,
      durationMs,
    };
    const step = 'error' in outcome ? { ...call, error: outcome.error } : call;
    this.lifecycle.report('handled', withBody(step, body));
  }

  private sourceOf(record: CallbackRecord, attempt: number): EventSource {
    if (record.derived) {
      const derived = this.derived.of(record);
      return { name: derived.name, eventFor: () => derived.create(record, attempt) };
    }
    const callback = this.callbacks.get(record.command);
    let unchanged: object | undefined;
    return {
      name: callback?.event ?? UNKNOWN_COMMAND,
      eventFor: ({ onlyReads }) => {
        const event = unchanged ?? eventOfRecord(record, callback, attempt);
        unchanged = onlyReads ? event : undefined;
        return event;
      },
    };
  }
}

/** At once where all of them are there, or else when they are. */
function allOf<Value, Result>(
  values: readonly Awaitable<Value>[],
  then: (there: readonly Value[]) => Result,
): Awaitable<Result> {
  if (areThere(values)) return then(values);
  // The listeners of `@OnEvent` come last, and are often all that there is to wait for.
  const earlier = values.slice(0, -1);
  const last = values.at(-1);
  if (last instanceof Promise && areThere(earlier)) return last.then((end) => then([...earlier, end]));
  return Promise.all<Awaitable<Value>>(values).then(then);
}

function areThere<Value>(values: readonly Awaitable<Value>[]): values is readonly Value[] {
  return !values.some((value) => value instanceof Promise);
}

function outcomeOf(
  handlers: readonly Handler[],
  ended: readonly (AttemptFailure | undefined)[],
  missed: readonly AttemptFailure[],
): HandleOutcome {
  const failures = ended.filter((failure) => failure !== undefined);
  const done = failures.length === 0 ? handlers : handlers.filter((_, nth) => ended[nth] === undefined);
  return { done: done.map(({ id }) => id), failures: [...missed, ...failures] };
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
