import { Injectable } from '@nestjs/common';
import { CallbackTable } from '../callbacks/callback-table.js';
import { isThenable, type Awaitable } from '../common/awaitable.js';
import { isInstance } from '../common/is-instance.js';
import type { CallbackRecord } from '../delivery/port/callback-record.js';
import {
  NonRetryableError,
  type AttemptFailure,
  type HandleContext,
  type HandleOutcome,
} from '../delivery/port/handle-record.js';
import { withBody } from '../lifecycle/body-of.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { eventOfRecord, UNKNOWN_COMMAND } from './event-of-record.js';
import type { Handler } from './handler.js';
import { HandlerRegistry } from './handler-registry.js';

/** One attempt at a record: what its calls have in common. */
interface Attempt {
  readonly record: CallbackRecord;
  /** Number of the attempt, from 1. */
  readonly number: number;
  /** Name of the event that the record becomes. */
  readonly event: string;
  /** Returns an event that the handler may change. */
  eventFor(handler: Handler): object;
}

/** Calls the handlers of after-callbacks. */
@Injectable()
export class HandlerCaller {
  constructor(
    private readonly registry: HandlerRegistry,
    private readonly callbacks: CallbackTable,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * Calls the remaining handlers of a record and waits for those that return promises. Rejects only with what `before` threw.
   */
  handle(
    record: CallbackRecord,
    { attempt: number, done, only, before }: HandleContext,
  ): Awaitable<HandleOutcome> {
    let attempt: Attempt;
    try {
      attempt = this.attemptAt(record, number);
    } catch (error) {
      return { done: [], failures: [{ handler: record.command, error, retryable: true }] };
    }
    const all = this.registry.handlersOf(attempt.event, record.command);
    const left = all.filter(({ id }) => !done.includes(id) && (only === undefined || only.includes(id)));
    const missed = only === undefined ? [] : missing(only, all, done);
    if (before !== undefined) return this.callOneByOne(left, attempt, before, missed);
    const ends = left.map((handler) => this.call(handler, attempt));
    return whenAll(ends, (ended) => outcomeOf(left, ended, missed));
  }

  private async callOneByOne(
    handlers: readonly Handler[],
    attempt: Attempt,
    before: NonNullable<HandleContext['before']>,
    missed: readonly AttemptFailure[],
  ): Promise<HandleOutcome> {
    const done: string[] = [];
    const failures = [...missed];
    for (const handler of handlers) {
      await before(handler.id, done);
      const failure = await this.call(handler, attempt);
      if (failure === undefined) done.push(handler.id);
      else failures.push(failure);
    }
    return { done, failures };
  }

  /** @returns the failure; `undefined` if the handler succeeded */
  private call(handler: Handler, attempt: Attempt): Awaitable<AttemptFailure | undefined> {
    const startedAt = performance.now();
    const succeeded = () => this.report(handler, attempt, startedAt, {});
    const failed = (error: unknown): AttemptFailure => {
      this.report(handler, attempt, startedAt, { error });
      return { handler: handler.id, error, retryable: !isInstance(error, NonRetryableError) };
    };
    try {
      const end = this.run(handler, attempt);
      return isThenable(end) ? Promise.resolve(end).then(succeeded, failed) : succeeded();
    } catch (error) {
      return failed(error);
    }
  }

  private run(handler: Handler, attempt: Attempt): unknown {
    const { tracing } = this.lifecycle;
    const call = () => handler.call(attempt.eventFor(handler));
    if (tracing === undefined) return call();
    const { number, event } = attempt;
    const { id, command, sdkAppId, traceparent } = attempt.record;
    const traced = {
      id,
      command,
      sdkAppId,
      event,
      handler: handler.id,
      attempt: number,
      before: false,
      traceparent,
    };
    return tracing.handle(traced, call);
  }

  private report(
    { id: handler }: Handler,
    { record, number: attempt, event }: Attempt,
    startedAt: number,
    outcome: { error?: unknown },
  ): undefined {
    if (!this.lifecycle.isObserved('handled')) return;
    const { id, command, sdkAppId, receivedAt, body } = record;
    const durationMs = performance.now() - startedAt;
    const call = { id, command, sdkAppId, receivedAt, before: false, event, handler, attempt, durationMs };
    const step = 'error' in outcome ? { ...call, error: outcome.error } : call;
    this.lifecycle.report('handled', withBody(step, body));
  }

  private attemptAt(record: CallbackRecord, number: number): Attempt {
    if (record.derived) {
      const create = this.registry.createDerived(record);
      return { record, number, event: record.command, eventFor: () => create(record, number) };
    }
    const callback = this.callbacks.get(record.command);
    let unchanged: object | undefined;
    return {
      record,
      number,
      event: callback?.event ?? UNKNOWN_COMMAND,
      eventFor: ({ onlyReads }) => {
        const event = unchanged ?? eventOfRecord(record, callback, number);
        unchanged = onlyReads ? event : undefined;
        return event;
      },
    };
  }
}

function whenAll<Value, Result>(
  values: readonly Awaitable<Value>[],
  then: (settled: readonly Value[]) => Result,
): Awaitable<Result> {
  return areSettled(values) ? then(values) : Promise.all<Awaitable<Value>>(values).then(then);
}

function areSettled<Value>(values: readonly Awaitable<Value>[]): values is readonly Value[] {
  return !values.some((value) => value instanceof Promise);
}

function outcomeOf(
  handlers: readonly Handler[],
  ended: readonly (AttemptFailure | undefined)[],
  missed: readonly AttemptFailure[],
): HandleOutcome {
  const failures = ended.filter((failure) => failure !== undefined);
  const done = handlers.filter((_, nth) => ended[nth] === undefined);
  return { done: done.map(({ id }) => id), failures: [...missed, ...failures] };
}

/** Fails the handlers that a replay names and that this release, or this process, does not have. */
function missing(
  only: readonly string[],
  handlers: readonly Handler[],
  done: readonly string[],
): AttemptFailure[] {
  return only
    .filter((id) => !done.includes(id) && !handlers.some((handler) => handler.id === id))
    .map((handler) => {
      const error = new Error(`there is no handler with the id ${handler}: replay it for another one`);
      return { handler, error, retryable: true };
    });
}
