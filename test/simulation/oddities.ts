import type { CallbackRequestOptions } from 'nestjs-tencent-chat-webhook/testing';
import { QUOTA } from './day-of-alarms.js';
import type { PretendChat } from './pretend-chat.js';
import { quotaAlarm } from './quota-alarm.js';

/** A callback that is no alarm of the day, and what should come of it. */
interface Oddity {
  /** In plain words. */
  what: string;
  callback: Partial<CallbackRequestOptions>;
  /** HTTP status of the answer. */
  status: number;
  /** What OddityLogService should log. */
  note: string;
}

const ODDITIES: readonly Oddity[] = [
  {
    what: 'a forged alarm, signed with a guessed token',
    callback: { token: 'a-guess', body: quotaAlarm(9_999, QUOTA, Date.now()) },
    status: 401,
    note: 'a request was refused with 401: Sign does not match the token and RequestTime',
  },
  {
    what: 'a command that nobody knows yet',
    callback: { command: 'Group.CallbackOfTomorrow' },
    status: 200,
    note: 'Group.CallbackOfTomorrow is not known here and was left alone',
  },
];

/** What came of the oddities. */
export interface OddityReport {
  /** How each was answered. */
  answers: string[];
  /** What OddityLogService should log of them. */
  notes: string[];
  /** What is not as it should be. */
  faults: string[];
}

/** Sends what no app should stumble over. */
export async function sendOddities(chat: PretendChat, url: string): Promise<OddityReport> {
  const report: OddityReport = { answers: [], notes: [], faults: [] };
  for (const { what, callback, status, note } of ODDITIES) {
    const answer = await chat.post(url, callback);
    const { ActionStatus, ErrorInfo } = answer.json;
    const words = [`${answer.status} ${String(ActionStatus)}`, ...(ErrorInfo === '' ? [] : [ErrorInfo])].join(
      ', ',
    );
    report.answers.push(`${what}: ${words}`);
    report.notes.push(note);
    if (answer.status !== status || ActionStatus !== (status === 200 ? 'OK' : 'FAIL')) {
      report.faults.push(`${what}: should have been answered with ${status}`);
    }
  }
  return report;
}
