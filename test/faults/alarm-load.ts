import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import { sampleCallback } from '../../src/testing/index.js';
import { signedRequest } from '../support/create-test-app.js';
import { send } from '../support/send.js';

const CONNECTIONS = 4;

/** Between two alarms of a connection, in ms: the tests look for losses, not for a record. */
const PAUSE_MS = 2;

/** Before an alarm that was not acknowledged is sent again, in ms. */
const SEND_AGAIN_MS = 20;

interface TimedAnswer {
  status: number;
  ms: number;
}

/** Sends alarms, all different, and each again and again until it is acknowledged. */
export class AlarmLoad {
  /** `QuotaUsed` of the alarms that were answered with OK. */
  readonly acknowledged = new Set<number>();
  /** In the order in which they came. */
  readonly answers: TimedAnswer[] = [];
  /** How often there was no answer, because the receiver was dead. */
  unanswered = 0;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private readonly connections: Promise<void>[] = [];
  private stopped = false;

  /**
   * @param baseUrl of the receiver
   * @param next `QuotaUsed` of the first alarm
   * @param note a member more of each alarm, which makes it larger
   */
  constructor(
    private readonly baseUrl: string,
    private next = 1,
    private readonly note?: string,
  ) {
    onTestFinished(() => this.stop());
  }

  /** Sends until it is stopped. */
  start(): this {
    this.open(Infinity);
    return this;
  }

  /** Sends that many, and resolves when all of them are acknowledged. */
  async send(count: number): Promise<void> {
    this.open(this.next + count);
    await Promise.all(this.connections);
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.connections);
    this.agent.destroy();
  }

  /** Resolves when that many more alarms are acknowledged than now. */
  async acknowledgesMore(count: number): Promise<void> {
    const enough = this.acknowledged.size + count;
    await this.reaches(enough, () => this.acknowledged.size, 'acknowledged');
  }

  /** Resolves when that many more alarms are answered with 503 than now. */
  async refusesMore(count: number): Promise<void> {
    const enough = this.took(503).length + count;
    await this.reaches(enough, () => this.took(503).length, 'answered with 503');
  }

  /** The status of all answers, each once. */
  get statuses(): number[] {
    return [...new Set(this.answers.map(({ status }) => status))].toSorted((a, b) => a - b);
  }

  /** How long the answers of a status took, in ms. */
  took(status: number): number[] {
    return this.answers.filter((answer) => answer.status === status).map(({ ms }) => ms);
  }

  /** The time of the answer that took longest, in ms. */
  slowest(status: number): number {
    return Math.max(0, ...this.took(status));
  }

  private async reaches(enough: number, count: () => number, what: string): Promise<void> {
    await vi.waitFor(
      () => {
        if (count() < enough)
          throw new Error(`${count()} alarms were ${what} and not ${enough}: ${this.latest()}`);
      },
      { timeout: 20_000, interval: 20 },
    );
  }

  /** The latest answers, such as `503 in 12 ms`. */
  private latest(): string {
    const answers = this.answers.slice(-8).map(({ status, ms }) => `${status} in ${Math.round(ms)} ms`);
    return `${answers.join(', ')}; ${this.unanswered} had no answer`;
  }

  private open(end: number): void {
    for (let nth = 0; nth < CONNECTIONS; nth += 1) this.connections.push(this.sendUntil(end));
  }

  private async sendUntil(end: number): Promise<void> {
    while (!this.stopped && this.next < end) {
      const quotaUsed = this.next;
      this.next += 1;
      while (!(await this.isAcknowledged(quotaUsed)) && !this.stopped) await delay(SEND_AGAIN_MS);
      await delay(PAUSE_MS);
    }
  }

  private async isAcknowledged(quotaUsed: number): Promise<boolean> {
    const alarm = {
      ...sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm'),
      QuotaUsed: quotaUsed,
      Note: this.note,
    };
    // Signed anew each time: a signature does not last.
    const { url, headers, body } = signedRequest({ body: alarm });
    const sent = performance.now();
    try {
      const message = { headers, body: JSON.stringify(body), agent: this.agent };
      const { status, json } = await send(this.baseUrl + url, message);
      this.answers.push({ status, ms: performance.now() - sent });
      if (status !== 200 || json.ActionStatus !== 'OK') return false;
      this.acknowledged.add(quotaUsed);
      return true;
    } catch {
      this.unanswered += 1;
      return false;
    }
  }
}
