import type { CallbackRequestOptions } from 'nestjs-tencent-chat-webhook/testing';
import type { ChatApp } from './pretend-chat.js';
import { quotaAlarm } from '../../example/quota-alarm.js';
import { sendCallback } from './send-callback.js';
import { QUOTA } from './day-of-alarms.js';

/** A callback that is no alarm of the day, and what should come of it. */
interface Oddity {
  /** In plain words. */
  what: string;
  callback: CallbackRequestOptions;
  /** HTTP status of the answer. */
  status: number;
  /** What AlarmService should log. */
  note: string;
}

const oddities = (app: ChatApp): Oddity[] => [
  {
    what: 'a forged alarm, signed with a guessed token',
    callback: { ...app, token: 'a-guess', body: quotaAlarm(9_999, QUOTA, Date.now()) },
    status: 401,
    note: 'a request was refused with 401: Sign does not match the token and RequestTime',
  },
  {
    what: 'a command that nobody knows yet',
    callback: { ...app, command: 'Group.CallbackOfTomorrow' },
    status: 200,
    note: 'Group.CallbackOfTomorrow is not known here and was left alone',
  },
];

/**
 * Sends what no app should stumble over, and tells how it was answered.
 *
 * @returns what AlarmService should note of it, and what is not as it should be
 */
export async function sendOddities(
  app: ChatApp,
  url: string,
): Promise<{ notes: string[]; faults: string[] }> {
  const sent = oddities(app);
  const faults: string[] = [];
  for (const { what, callback, status } of sent) {
    const reply = await sendCallback({ ...callback, path: url });
    console.log(`  ${what}: ${reply.words}`);
    if (reply.status !== status || reply.accepted !== (status === 200)) {
      faults.push(`${what}: should have been answered with ${status}`);
    }
  }
  return { notes: sent.map(({ note }) => note), faults };
}
