import { Injectable } from '@nestjs/common';
import { typedBody } from '../../callbacks/wire/typed-body.js';
import { isBeforeCallback } from '../../callbacks/callback-class.js';
import { CallbackTable } from '../../callbacks/callback-table.js';
import { stepOf } from '../../lifecycle/body-of.js';
import type { DeadLetterReason } from '../../lifecycle/lifecycle-steps.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { DeadRecord } from '../port/dead-record.js';
import { Delivery } from '../port/delivery.js';

/** A callback that was acknowledged or authenticated, and that handlers could do nothing with. */
export interface DeadLetter {
  /** The event's `id`. */
  id: string;
  command: string;
  sdkAppId: number;
  /** Whether handlers failed at every attempt, the process died in one, or the body is not as its class says. */
  reason: DeadLetterReason;
  /** Ids of the handlers that are left: those that a replay calls. */
  handlers: readonly string[];
  /** How often it was handed to its handlers; 0 for a body that is not as its command's class says. */
  attempts: number;
  /** What went wrong the last time, in a line. */
  error: string;
  receivedAt: Date;
  /** When it was given up. */
  diedAt: Date;
  /** The body as it was received. */
  body: object;
}

/** Which dead letters are meant: those that match every member that is given. */
export interface DeadLetterFilter {
  /** The vendor's command word. */
  command?: string;
  /** Id of a handler that is left. */
  handler?: string;
  /** Those that died at this time or later. */
  since?: Date;
  /** Those that died before this time. */
  until?: Date;
}

/** Which dead letters are listed. */
export interface DeadLetterPage extends DeadLetterFilter {
  /**
   * How many at the most.
   * @default 100
   */
  limit?: number;
  /** The `id` of the last one seen: the list begins behind it. */
  after?: string;
}

/** Who acts on dead letters: the lifecycle reports it, so that it can be audited. */
export interface DeadLetterAction {
  actor?: string;
}

/** How many dead letters are read from the store at a time. */
const PAGE = 200;

/** The dead letters of a registration: what failed at every attempt, and bodies unlike their command's class. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly delivery: Delivery,
    private readonly callbacks: CallbackTable,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * The oldest ones first.
   *
   * @throws RangeError when there is no dead letter of the id `after` any more: list without it
   */
  async list({ limit = 100, after, ...filter }: DeadLetterPage = {}): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    if (limit <= 0) return letters;
    for await (const dead of this.matching(filter, after)) {
      letters.push(deadLetter(dead));
      if (letters.length >= limit) break;
    }
    return letters;
  }

  /** How many there are: what `replayAll` and `discardAll` with the same filter would act on. */
  async count(filter: DeadLetterFilter = {}): Promise<number> {
    let count = 0;
    for await (const _ of this.matching(filter)) count += 1;
    return count;
  }

  /**
   * Has a callback handled once more, from attempt 1 on, by the handlers that are left.
   *
   * @param options `handlers`: ids of others to call in place of them
   * @returns `false` when there is none of that id
   * @throws NotDeliverableError when its body still is not as its command's class says, or when it is a before-callback, for whose
   * answer Chat no longer waits
   */
  async replay(
    id: string,
    { handlers, actor }: DeadLetterAction & { handlers?: readonly string[] } = {},
  ): Promise<boolean> {
    const dead = await this.delivery.deadLetters.find(id);
    if (dead === undefined) return false;
    this.assertDeliverable(dead);
    const replayed = await this.delivery.deadLetters.replay(id, handlers ?? dead.handlers);
    if (replayed) this.report('replayed', dead, actor);
    return replayed;
  }

  /**
   * Has all that match handled once more. Those that cannot be replayed stay.
   *
   * @returns how many were replayed
   */
  async replayAll(filter: DeadLetterFilter = {}, action: DeadLetterAction = {}): Promise<number> {
    return this.each(filter, (id) => this.replay(id, action).catch(notDeliverable));
  }

  /**
   * Forgets a callback: if it came once more, it would be handled.
   *
   * @returns `false` when there is none of that id
   */
  async discard(id: string, { actor }: DeadLetterAction = {}): Promise<boolean> {
    const dead = await this.delivery.deadLetters.find(id);
    if (dead === undefined) return false;
    const discarded = await this.delivery.deadLetters.discard(id);
    if (discarded) this.report('discarded', dead, actor);
    return discarded;
  }

  /** @returns how many were discarded */
  async discardAll(filter: DeadLetterFilter = {}, action: DeadLetterAction = {}): Promise<number> {
    return this.each(filter, (id) => this.discard(id, action));
  }

  private report(step: 'replayed' | 'discarded', { record }: DeadRecord, actor: string | undefined): void {
    this.lifecycle.report(step, stepOf(record, actor === undefined ? {} : { actor }));
  }

  /** Acts on those that match now, and not on those that die meanwhile. */
  private async each(filter: DeadLetterFilter, act: (id: string) => Promise<boolean>): Promise<number> {
    const ids: string[] = [];
    for await (const { record } of this.matching(filter)) ids.push(record.id);
    let count = 0;
    for (const id of ids) if (await act(id)) count += 1;
    return count;
  }

  private async *matching(filter: DeadLetterFilter, after?: string): AsyncGenerator<DeadRecord> {
    const seen = new Set<string>();
    let last = after;
    for (;;) {
      const page = await this.pageBehind(last, after);
      for (const dead of page) {
        if (!seen.has(dead.record.id) && matches(dead, filter)) yield dead;
        seen.add(dead.record.id);
      }
      last = page.at(-1)?.record.id;
      if (page.length < PAGE) return;
    }
  }

  /** Begins anew when the last one seen was replayed or discarded meanwhile. */
  private async pageBehind(last: string | undefined, after: string | undefined): Promise<DeadRecord[]> {
    try {
      return await this.delivery.deadLetters.list(PAGE, last);
    } catch (error) {
      if (last === after || !(error instanceof RangeError)) throw error;
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
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new NotDeliverableError(`the body of ${record.id} is not as its class says: ${why}`, { cause });
    }
  }
}

/** A dead letter cannot be handled once more; the message says why. */
export class NotDeliverableError extends Error {
  override readonly name = 'NotDeliverableError';
}

function notDeliverable(error: unknown): false {
  if (error instanceof NotDeliverableError) return false;
  throw error;
}

function matches({ record, handlers, diedAt }: DeadRecord, filter: DeadLetterFilter): boolean {
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
    // A delivery in memory would hand out what it keeps.
    body: structuredClone(record.body),
  };
}
