import { createCallbackRequest, sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { PATH, SDK_APP_ID, TOKEN } from '../contract.js';

/** What is sent: quota alarms, creations of groups, or one-to-one messages of 12 KB that need a verdict. */
export type Callback = 'alarm' | 'creation' | 'message';

const SAMPLE = sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm');
const CREATION = sampleCallback('Group.CallbackAfterCreateGroup');

/** Accounts that create groups: more than the watch keeps apart. */
const CREATORS = 5000;

/** More than any server answers in a millisecond, so that no two alarms are equal. */
const QUOTA = 10_000;

let serial = 0;

const MESSAGE = JSON.stringify({
  ...sampleCallback('C2C.CallbackBeforeSendMsg'),
  MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'x'.repeat(12_000) } }],
});

const COMMANDS = {
  alarm: 'Group.CallbackOnDailyGroupQuotaAlarm',
  creation: 'Group.CallbackAfterCreateGroup',
  message: 'C2C.CallbackBeforeSendMsg',
} as const;

/** Signs the URL of a load. Receivers reject a signature that is older than a minute, so each load has its own. */
export function signedRequest(callback: Callback): { url: string; headers: Record<string, string> } {
  return createCallbackRequest({
    sdkAppId: SDK_APP_ID,
    token: TOKEN,
    path: `/${PATH}`,
    command: COMMANDS[callback],
  });
}

/** Makes a new alarm or creation each time, because no handler receives a duplicate. Before-callbacks have no duplicates. */
export function nextBody(callback: Callback): string {
  if (callback === 'message') return MESSAGE;
  serial += 1;
  if (callback === 'creation') {
    const EventTime = Date.now();
    const Operator_Account = `account-${serial % CREATORS}`;
    return JSON.stringify({ ...CREATION, GroupId: `group-${serial}`, Operator_Account, EventTime });
  }
  return JSON.stringify({
    ...SAMPLE,
    QuotaUsed: serial % QUOTA,
    Quota: QUOTA,
    EventTime: String(Date.now()),
  });
}
