import { Agent } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createCallbackRequest, type CallbackRequestOptions } from 'nestjs-tencent-chat-webhook/testing';
import { send, type Answer } from '../support/send.js';
import { QUOTA, type Alarm } from './day-of-alarms.js';
import { creationOf } from './group-events.js';
import { quotaAlarm } from './quota-alarm.js';

/** The app that Chat has callbacks for. */
export interface ChatApp {
  sdkAppId: number;
  token: string;
}

/** Over how many connections alarms are sent at a time. */
export const CONNECTIONS = 4;

/**
 * An hour on Chat's clock takes at least so many ms of ours: the app, whose clock goes by Chat's, is to handle an alarm
 * in the minutes after it, not in hours.
 */
const HOUR_TAKES_MS = 800;
const HOUR_MS = 3_600_000;

/** How many people create groups. */
const USERS = 300;

/** So many ms of ours can be caught up with: timers are late. */
const CATCH_UP_MS = 50;

/**
 * How far Chat's clock goes on while a request waits for its answer, in ms of its own: to the app a request is too old
 * after a minute.
 */
const AHEAD_MS = 50_000;

/** Sends the callbacks of an app in Chat's place, and notes which of its alarms were acknowledged. */
export class PretendChat {
  /** How often an alarm was sent. */
  sent = 0;
  readonly acknowledged = new Set<Alarm>();
  /** What its clock says, in ms: the time of its latest alarm. */
  private now = 0;
  /** When it says that, by ours (`performance.now()`). */
  private due = 0;
  /** When the requests that wait for their answers were sent, by its clock, in their order. */
  private readonly underWay = new Map<Promise<unknown>, number>();
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  /** @param app what it signs for */
  constructor(readonly app: ChatApp) {}

  /**
   * Sends each alarm once, in this order, as far as several connections keep one.
   *
   * @param onSent called with its clock's time, in ms, when an alarm was answered, or nobody was there to answer
   * @returns those that were not acknowledged
   */
  async send(url: string, alarms: Iterable<Alarm>, onSent = (_now: number): void => {}): Promise<Alarm[]> {
    const failed: Alarm[] = [];
    const left = alarms[Symbol.iterator]();
    const connection = async (): Promise<void> => {
      for (let next = left.next(); next.done !== true; next = left.next()) {
        const alarm = next.value;
        if (await this.isAccepted(url, alarm)) this.acknowledged.add(alarm);
        else failed.push(alarm);
        onSent(this.now);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    return failed;
  }

  /**
   * Sends any callback, signed for the app and by its clock unless it says otherwise. Before the first alarm that is ours.
   *
   * @throws Error when nobody answers
   */
  post(url: string, callback: Partial<CallbackRequestOptions>): Promise<Answer> {
    const clock = this.now === 0 ? {} : { requestTime: Math.floor(this.now / 1000) };
    const request = createCallbackRequest({ ...this.app, ...clock, ...callback, path: url });
    const { headers, body } = request;
    return send(request.url, { headers, body: JSON.stringify(body), agent: this.agent });
  }

  /**
   * Turns the clock forward, as fast as it may go.
   *
   * @param at in ms since the epoch
   */
  async turnClockTo(at: number): Promise<void> {
    for (let late = this.sentBefore(at); late.length > 0; late = this.sentBefore(at)) {
      await Promise.allSettled(late);
    }
    const elapsed = this.now === 0 ? 0 : Math.max(0, at - this.now);
    this.now = Math.max(this.now, at);
    const present = performance.now();
    this.due = Math.max(this.due, present - CATCH_UP_MS) + (elapsed / HOUR_MS) * HOUR_TAKES_MS;
    if (this.due > present) await setTimeout(this.due - present);
  }

  private async isAccepted(url: string, { used, at }: Alarm): Promise<boolean> {
    this.sent += 1;
    await this.turnClockTo(at);
    const answer = this.postCreation(url, { used, at });
    this.underWay.set(answer, this.now);
    try {
      const { status, json } = await answer;
      return status === 200 && json.ActionStatus === 'OK';
    } catch {
      // Nobody answered: the receiver is away.
      return false;
    } finally {
      this.underWay.delete(answer);
    }
  }

  /** Reports the creation of a group and, as this is above 70 %, sends the alarm that it sets off. */
  private async postCreation(url: string, { used, at }: Alarm): Promise<Answer> {
    const operator = `user_${used % USERS}`;
    const created = await this.post(url, creationOf({ operator, group: `@TGS#${used}`, at }));
    return created.status === 200 ? this.post(url, { body: quotaAlarm(used, QUOTA, at) }) : created;
  }

  /** The requests that would be under way for too long at this time. */
  private sentBefore(at: number): Promise<unknown>[] {
    return [...this.underWay].flatMap(([answer, sentAt]) => (sentAt < at - AHEAD_MS ? [answer] : []));
  }
}
