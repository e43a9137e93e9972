import type { CallbackRequestOptions } from 'nestjs-tencent-chat-webhook/testing';
import { quotaAlarm } from './quota-alarm.js';

/** A callback of the day, and what should come of it. */
export interface Step {
  /** In plain words. */
  what: string;
  callback: CallbackRequestOptions;
  /** HTTP status of the answer. */
  status: number;
  /** What AlarmService should log; nothing for what must not reach it. */
  logs?: string;
}

/** The app of the day. */
export interface ChatApp {
  sdkAppId: number;
  token: string;
}

const QUOTA = 10_000;
const MIDNIGHT = Date.parse('2026-11-22T00:00:00+08:00');
const MS_PER_GROUP = 8_000;

/** A day on which the groups that can be created are used up, as Chat would tell it. */
export function dayOfCallbacks(app: ChatApp): Step[] {
  return [
    alarm(app, 7_000),
    alarm(app, 7_500),
    alarm(app, 8_000),
    { ...alarm(app, 8_000), what: 'the same alarm again, a duplicate', logs: undefined },
    alarm(app, 8_500),
    {
      ...alarm({ ...app, token: 'a-guess' }, 9_999),
      what: 'a forged alarm, signed with a guessed token',
      status: 401,
      logs: 'a request was refused with 401: Sign does not match the token and RequestTime',
    },
    alarm(app, 9_000),
    {
      what: 'a command that nobody knows yet',
      callback: { ...app, command: 'Group.CallbackOfTomorrow' },
      status: 200,
      logs: 'Group.CallbackOfTomorrow is not known here and was left alone',
    },
    alarm(app, 9_500),
    alarm(app, 10_000),
  ];
}

function alarm(app: ChatApp, used: number): Step {
  return {
    what: `an alarm, ${used} of ${QUOTA} groups (${(100 * used) / QUOTA} %)`,
    callback: { ...app, body: quotaAlarm(used, QUOTA, MIDNIGHT + used * MS_PER_GROUP) },
    status: 200,
    logs: `${used} of ${QUOTA} groups are used up today, ${QUOTA - used} are left`,
  };
}
