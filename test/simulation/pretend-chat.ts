import { quotaAlarm } from '../../example/quota-alarm.js';
import { sendCallback, type Reply } from './send-callback.js';
import { QUOTA, type Alarm } from './day-of-alarms.js';

/** The app that Chat has callbacks for. */
export interface ChatApp {
  sdkAppId: number;
  token: string;
}

/** Over how many connections alarms are sent at a time. */
export const CONNECTIONS = 4;

/** Sends the alarms of an app in Chat's place, and notes which of them were acknowledged. */
export class PretendChat {
  /** How often an alarm was sent. */
  sent = 0;
  readonly acknowledged = new Set<Alarm>();
  /** What its clock says, in ms: the time of its latest alarm. */
  private now = 0;

  constructor(private readonly app: ChatApp) {}

  /**
   * Sends each alarm once, in this order, as far as several connections keep one.
   *
   * @returns those that were not acknowledged
   */
  async send(url: string, alarms: Iterable<Alarm>): Promise<Alarm[]> {
    const failed: Alarm[] = [];
    const left = alarms[Symbol.iterator]();
    const connection = async (): Promise<void> => {
      for (let next = left.next(); next.done !== true; next = left.next()) {
        const alarm = next.value;
        if (await this.isAccepted(url, alarm)) this.acknowledged.add(alarm);
        else failed.push(alarm);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    return failed;
  }

  private async isAccepted(url: string, { used, at }: Alarm): Promise<boolean> {
    this.sent += 1;
    this.now = Math.max(this.now, at);
    const requestTime = Math.floor(this.now / 1000);
    const callback = { ...this.app, path: url, requestTime, body: quotaAlarm(used, QUOTA, at) };
    try {
      const reply: Reply = await sendCallback(callback);
      return reply.accepted;
    } catch {
      // Nobody answered: the receiver is away.
      return false;
    }
  }
}
