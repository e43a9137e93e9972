import { Injectable } from '@nestjs/common';
import { typedBody } from '../callbacks/body.js';
import { isBeforeCallback } from '../callbacks/callback-class.js';
import type { DeadRecord } from './dead-letter.js';
import { Delivery } from './delivery.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';

/** A callback that was acknowledged or authenticated, and that no handler could do anything with. */
export interface DeadLetter {
  /** The event's `id`. */
  id: string;
  command: string;
  sdkAppId: number;
  /** How often its handlers were called; 0 for a body that is not as its command's class says. */
  attempts: number;
  /** What went wrong the last time, in a line. */
  error: string;
  receivedAt: Date;
  /** When it was given up. */
  diedAt: Date;
  body: object;
}

/** The dead letters of a registration: what failed at every attempt, and bodies unlike their command's class. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly delivery: Delivery,
    private readonly options: ResolvedOptions,
  ) {}

  /**
   * The oldest ones.
   *
   * @param limit how many at the most
   */
  async list(limit = 100): Promise<DeadLetter[]> {
    const dead = await this.delivery.deadLetters.list(limit);
    return dead.map(deadLetter);
  }

  /**
   * Has a callback handled once more, from attempt 1 on.
   *
   * @returns `false` when there is none of that id
   * @throws Error when its body still is not as its command's class says, or when it is a before-callback, for whose
   * answer Chat no longer waits
   */
  async replay(id: string): Promise<boolean> {
    const dead = await this.delivery.deadLetters.find(id);
    if (dead === undefined) return false;
    this.assertDeliverable(dead);
    return this.delivery.deadLetters.replay(id);
  }

  /**
   * Forgets a callback: if it came once more, it would be handled.
   *
   * @returns `false` when there is none of that id
   */
  discard(id: string): Promise<boolean> {
    return this.delivery.deadLetters.discard(id);
  }

  private assertDeliverable({ record }: DeadRecord): void {
    const callback = this.options.callbacks.get(record.command);
    if (isBeforeCallback(callback)) {
      throw new Error(`Chat no longer waits for an answer to ${record.id}: discard it`);
    }
    if (callback !== undefined) typedBody(callback, record.body);
  }
}

function deadLetter({ record, attempts, error, diedAt }: DeadRecord): DeadLetter {
  return {
    id: record.id,
    command: record.command,
    sdkAppId: record.sdkAppId,
    attempts,
    error,
    receivedAt: new Date(record.receivedAt),
    diedAt: new Date(diedAt),
    body: record.body,
  };
}
