import { Injectable } from '@nestjs/common';
import { TurnBudget } from '../../common/time/turn-budget.js';
import { typedBody } from '../../callbacks/wire/typed-body.js';
import { isBeforeCallback } from '../../callbacks/callback-class.js';
import { CallbackTable } from '../../callbacks/callback-table.js';
import { errorLine } from '../../common/error-text.js';
import { isInstance } from '../../common/is-instance.js';
import { stepOf } from '../../lifecycle/body-of.js';
import type { DeadLetterReason } from '../../lifecycle/lifecycle-steps.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { DeadRecord, DeadSummary } from '../port/dead-record.js';
import { Delivery } from '../port/delivery.js';
import {
  ACTION_MEMBERS,
  assertArguments,
  assertId,
  FILTER_MEMBERS,
  PAGE_MEMBERS,
  REPLAY_MEMBERS,
} from './dead-letter-arguments.js';

/** A callback that its handlers could not handle, or whose body is invalid. */
export interface DeadLetter {
  /** The event's `id`. */
  id: string;
  command: string;
  sdkAppId: number;
  /** Whether handlers failed at every attempt, the process died in them or in those beside them, or the body does not match its class. */
  reason: DeadLetterReason;
  /** Ids of the handlers that have not succeeded, which a replay calls. */
  handlers: readonly string[];
  /** Number of attempts; 0 for an invalid body. */
  attempts: number;
  /** The last error in one line. */
  error: string;
  receivedAt: Date;
  /** When it became a dead letter. */
  diedAt: Date;
  /** The body as it was received. */
  body: object;
}

/** Selects the dead letters that match every given member. */
export interface DeadLetterFilter {
  /** The vendor's command word. */
  command?: string;
  /** Id of a handler that has not succeeded. */
  handler?: string;
  /** Those that died at this time or later. */
  since?: Date;
  /** Those that died before this time. */
  until?: Date;
}

/** Selects a page of dead letters. */
export interface DeadLetterPage extends DeadLetterFilter {
  /**
   * Maximum number.
   * @default 100
   */
  limit?: number;
  /** The `id` of the last dead letter of the previous page. */
  after?: string;
}

/** Names who acts on dead letters. The lifecycle reports it for audits. */
export interface DeadLetterAction {
  actor?: string;
}

/** Number of summaries that are read from the store at a time. */
const PAGE = 200;

/**
 * Lists, replays and discards the dead letters of a registration. Each method rejects with a TypeError if an argument has the wrong type or
 * an unknown member.
 */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly delivery: Delivery,
    private readonly callbacks: CallbackTable,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * Lists dead letters, oldest first.
   *
   * @throws RangeError if no dead letter has the id `after` any more; list again without it
   */
  async list(page: DeadLetterPage = {}): Promise<DeadLetter[]> {
    assertArguments(page, PAGE_MEMBERS);
    const { limit = 100, after, ...filter } = page;
    const letters: DeadLetter[] = [];
    if (limit <= 0) return letters;
    const turn = new TurnBudget();
    for await (const { record } of this.matching(filter, after)) {
      // It is gone if it was replayed or discarded meanwhile.
      const dead = await this.delivery.deadLetters.find(record.id);
      if (dead !== undefined) letters.push(deadLetter(dead));
      if (letters.length >= limit) break;
      await turn.rest();
    }
    return letters;
  }

  /** Counts the dead letters that `replayAll` and `discardAll` with the same filter would act on. */
  async count(filter: DeadLetterFilter = {}): Promise<number> {
    assertArguments(filter, FILTER_MEMBERS);
    let count = 0;
    for await (const _ of this.matching(filter)) count += 1;
    return count;
  }

  /**
   * Replays a dead letter: the handlers that have not succeeded are called again, with attempt 1 first.
   *
   * @param options `handlers`: ids of other handlers to call instead
   * @returns `false` if no dead letter has the id
   * @throws NotDeliverableError if its body still does not match its command's class, or if it is a before-callback, whose answer Chat no
   * longer waits for
   */
  async replay(
    id: string,
    options: DeadLetterAction & { handlers?: readonly string[] } = {},
  ): Promise<boolean> {
    assertId(id);
    assertArguments(options, REPLAY_MEMBERS);
    const { handlers, actor } = options;
    const dead = await this.delivery.deadLetters.find(id);
    if (dead === undefined) return false;
    this.assertDeliverable(dead);
    const replayed = await this.delivery.deadLetters.replay(id, handlers ?? dead.handlers);
    if (replayed) this.report('replayed', dead, actor);
    return replayed;
  }

  /**
   * Replays all that match. Those that cannot be replayed stay.
   *
   * @returns the number of replayed dead letters
   */
  async replayAll(filter: DeadLetterFilter = {}, action: DeadLetterAction = {}): Promise<number> {
    assertArguments(filter, FILTER_MEMBERS);
    assertArguments(action, ACTION_MEMBERS);
    return this.each(filter, (id) => this.replay(id, action).catch(notDeliverable));
  }

  /**
   * Deletes a dead letter and its id. If Chat sent the callback again, it would be handled.
   *
   * @returns `false` if no dead letter has the id
   */
  async discard(id: string, action: DeadLetterAction = {}): Promise<boolean> {
    assertId(id);
    assertArguments(action, ACTION_MEMBERS);
    const { actor } = action;
    const dead = await this.delivery.deadLetters.find(id);
    if (dead === undefined) return false;
    const discarded = await this.delivery.deadLetters.discard(id);
    if (discarded) this.report('discarded', dead, actor);
    return discarded;
  }

  /** @returns the number of discarded dead letters */
  async discardAll(filter: DeadLetterFilter = {}, action: DeadLetterAction = {}): Promise<number> {
    assertArguments(filter, FILTER_MEMBERS);
    assertArguments(action, ACTION_MEMBERS);
    return this.each(filter, (id) => this.discard(id, action));
  }

  private report(step: 'replayed' | 'discarded', { record }: DeadRecord, actor: string | undefined): void {
    this.lifecycle.report(step, stepOf(record, actor === undefined ? {} : { actor }));
  }

  /** Acts on the dead letters that match now, not on later ones. */
  private async each(filter: DeadLetterFilter, act: (id: string) => Promise<boolean>): Promise<number> {
    const ids: string[] = [];
    for await (const { record } of this.matching(filter)) ids.push(record.id);
    let count = 0;
    const turn = new TurnBudget();
    for (const id of ids) {
      if (await act(id)) count += 1;
      await turn.rest();
    }
    return count;
  }

  private async *matching(filter: DeadLetterFilter, after?: string): AsyncGenerator<DeadSummary> {
    const seen = new Set<string>();
    const turn = new TurnBudget();
    let last = after;
    for (;;) {
      await turn.rest();
      const page = await this.pageBehind(last, after);
      for (const dead of page) {
        if (!seen.has(dead.record.id) && matches(dead, filter)) yield dead;
        seen.add(dead.record.id);
      }
      last = page.at(-1)?.record.id;
      if (page.length < PAGE) return;
    }
  }

  /** Starts from the beginning if the last dead letter of the previous page was replayed or discarded meanwhile. */
  private async pageBehind(last: string | undefined, after: string | undefined): Promise<DeadSummary[]> {
    try {
      return await this.delivery.deadLetters.list(PAGE, last);
    } catch (error) {
      if (last === after || !isInstance(error, RangeError)) throw error;
      return this.delivery.deadLetters.list(PAGE, after);
    }
  }

  private assertDeliverable({ record }: DeadRecord): void {
    const callback = this.callbacks.get(record.command);
    if (isBeforeCallback(callback)) {
      throw new NotDeliverableError(`Chat no longer waits for an answer to ${record.id}: discard it`);
    }
    if (callback === undefined) return;
    try {
      typedBody(callback, record.body);
    } catch (cause) {
      const message = `the body of ${record.id} does not match its class: ${errorLine(cause)}`;
      throw new NotDeliverableError(message, { cause });
    }
  }
}

/** Thrown if a dead letter cannot be replayed; the message has the reason. */
export class NotDeliverableError extends Error {
  override readonly name = 'NotDeliverableError';
}

function notDeliverable(error: unknown): false {
  if (isInstance(error, NotDeliverableError)) return false;
  throw error;
}

function matches({ record, handlers, diedAt }: DeadSummary, filter: DeadLetterFilter): boolean {
  const { command, handler, since, until } = filter;
  return (
    (command === undefined || record.command === command) &&
    (handler === undefined || handlers.includes(handler)) &&
    (since === undefined || diedAt >= since.getTime()) &&
    (until === undefined || diedAt < until.getTime())
  );
}

function deadLetter({ record, reason, handlers, attempts, error, diedAt }: DeadRecord): DeadLetter {
  return {
    id: record.id,
    command: record.command,
    sdkAppId: record.sdkAppId,
    reason,
    handlers,
    attempts,
    error,
    receivedAt: new Date(record.receivedAt),
    diedAt: new Date(diedAt),
    body: record.body,
  };
}
