import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createCallbackRequest } from 'nestjs-tencent-chat-webhook/testing';
import { seededRandom } from '../simulation/seeded-random.js';
import { drawCallback, type StormCallback } from './storm-callback.js';
import type { ReceiverSettings } from './storm-settings.js';

const SENDERS = 6;

/** How long Chat waits for an answer, in ms. */
export const PATIENCE_MS = 2000;

/** A request of the storm. */
export interface Sent {
  readonly callback: StormCallback;
  /** Index of the receiver. */
  readonly receiver: number;
  /** When the answer came, or nobody waited for it any more, in ms since the epoch. */
  readonly at: number;
  readonly status: number | 'none';
}

/** Sends callbacks to the receivers in turn, each until it is answered as it must be. */
export class StormLoad {
  /** Callbacks that were answered as they must be, by their numbers. */
  readonly answered = new Map<number, StormCallback>();
  /** Requests that were answered otherwise. */
  readonly refused: Sent[] = [];
  private next = 1;
  private stopped = false;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly senders: Promise<void>[];

  constructor(
    private readonly receivers: readonly ReceiverSettings[],
    seed: number,
  ) {
    const random = seededRandom(seed + 1);
    this.senders = Array.from({ length: SENDERS }, () => this.send(random));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.senders);
    this.agent.destroy();
  }

  private async send(random: () => number): Promise<void> {
    while (!this.stopped) {
      const callback = drawCallback(this.next, random);
      this.next += 1;
      for (let turn = callback.nth; !this.stopped && !this.answered.has(callback.nth); turn += 1) {
        if (await this.post(callback, turn)) this.answered.set(callback.nth, callback);
        else await delay(100);
      }
      // Chat sends it again although it was answered.
      if (!this.stopped && random() < 0.02) await this.post(callback, callback.nth);
      await delay(random() * 20);
    }
  }

  /** Returns whether the answer is the right one. */
  private async post(callback: StormCallback, turn: number): Promise<boolean> {
    const receiver = turn % this.receivers.length;
    const status = await this.answerOf(callback, this.receivers[receiver]);
    if (status === callback.answer) return true;
    this.refused.push({ callback, receiver, at: Date.now(), status });
    return false;
  }

  private answerOf(callback: StormCallback, receiver: ReceiverSettings | undefined): Promise<Sent['status']> {
    const { nth, command, text } = callback;
    const { port, sdkAppId, token } = receiver ?? { port: 0, sdkAppId: 0, token: '' };
    const { url, headers } = createCallbackRequest({ command, sdkAppId, token });
    const path = `${url}&RequestId=${nth}`;
    return new Promise((resolve) => {
      const outgoing = request(
        { port, host: '127.0.0.1', path, method: 'POST', headers, agent: this.agent },
        (incoming) => {
          incoming.resume().on('end', () => resolve(incoming.statusCode ?? 'none'));
          incoming.on('error', () => resolve('none'));
        },
      );
      const timer = setTimeout(() => outgoing.destroy(), PATIENCE_MS);
      outgoing.on('close', () => {
        clearTimeout(timer);
        resolve('none');
      });
      outgoing.on('error', () => resolve('none'));
      outgoing.end(text);
    });
  }
}
