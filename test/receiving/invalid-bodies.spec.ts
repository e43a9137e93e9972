import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typedBody } from '../../src/callbacks/wire/typed-body.js';
import { CATALOGUE, type CallbackCommand } from '../../src/callbacks/catalogue.js';
import type { PushOfflinePushDto, TencentChatEvent, TencentChatRejectedEvent } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { ADAPTERS, createTestApp, type TestApp } from '../support/create-test-app.js';

const command = 'Push.OfflinePush';
const [push] = sampleCallback(command).Events;

/** A list that fills a body of that many bytes. */
function listOf(element: string, bytes: number): string {
  const count = Math.floor((bytes - 20) / (element.length + 1));
  return `{"Events":[${Array.from({ length: count }, () => element).join(',')}]}`;
}

describe.each(ADAPTERS)('a body unlike its class on %s', (adapter) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ adapter });
  });
  afterAll(() => test.app.close());

  it.each([
    [
      'a few faults',
      { Events: [{ ...push, EventType: 'x', MsgSeq: -1 }] },
      /^EventType must .*; MsgSeq must [^;]*$/,
    ],
    ['a list within a list', { Events: [push, []] }, /^each value in Events must be an object/],
    ['a list of strings', { Events: ['x', 'y'] }, /^each value in Events must be an object/],
    ['no list', { Events: {} }, /^Events must be an array/],
    ['more than ten faults', { Events: [{}, {}] }, /^(?:[^;]+; ){10}and 12 more$/],
  ])('is refused: %s', async (_what, body, info) => {
    const answer = await test.callback({ command, body });
    expect(answer.status).toBe(400);
    expect(answer.json.ErrorInfo).toMatch(info);
  });

  it('is reported in less than 1 KB, however many faults it has', async () => {
    const nth = test.events.all('tencentChat.rejected').length + 1;
    const answer = await test.callback({ command, body: listOf('{"MsgKey":7.5}', 200_000) });
    expect(answer.status).toBe(400);
    expect(Buffer.byteLength(String(answer.json.ErrorInfo))).toBeLessThan(1024);
    const event = await test.events.get<TencentChatRejectedEvent>('tencentChat.rejected', nth);
    expect(event.reason).toBe('invalidBody');
    expect(Buffer.byteLength(event.details)).toBeLessThan(1024);
  });

  it('is valid although its lists are long', async () => {
    const Events = Array.from({ length: 300 }, (_, nth) => ({ ...push, MsgSeq: nth }));
    expect((await test.callback({ command, body: { Events } })).status).toBe(200);
    const event = await test.events.get<TencentChatEvent<PushOfflinePushDto>>('push.offlinePush');
    expect(event.body.Events.map(({ MsgSeq }) => MsgSeq)).toEqual(Events.map(({ MsgSeq }) => MsgSeq));
    const answer = await test.callback({ command, body: { Events: [...Events, { ...push, MsgSeq: -1 }] } });
    expect(answer.json.ErrorInfo).toBe('MsgSeq must not be negative');
  });
});

/** As many times a text, with commas, as there is room for in 256 KB. */
function times(text: string, room = 262_000): string {
  return Array.from({ length: Math.floor(room / (text.length + 1)) }, () => text).join(',');
}

const names = Array.from({ length: 20_000 }, (_, nth) => `"m${nth}":{}`).join(',');

it.each<[what: string, command: CallbackCommand, members: string]>([
  ...['{}', '[]', '""', '0', '{"Events":[]}'].map((element): [string, CallbackCommand, string] => [
    `a list of ${element}`,
    command,
    `"Events":[${times(element)}]`,
  ]),
  [
    'a list in an element',
    'Group.CallbackAfterReadReceipt',
    `"GroupMsgReceiptList":[{"ReadReceiptMembers":[${times('{}')}]}]`,
  ],
  [
    'lists in elements',
    'Group.CallbackAfterReadReceipt',
    `"GroupMsgReceiptList":[${times(`{"ReadReceiptMembers":[${times('{}', 1300)}]}`)}]`,
  ],
  ['lists in place of a string', 'Group.CallbackAfterReadReceipt', `"GroupId":[${times('{"a":[[]]}')}]`],
  ['members that nobody knows', 'Group.CallbackAfterReadReceipt', `"GroupId":7.5,${names}`],
])('256 KB that are not right do not keep the process busy: %s', (_what, named, members) => {
  const callback = CATALOGUE.find(({ command: own }) => own === named)!;
  const body = JSON.parse(`{${members}}`) as object;
  const attempt = () => typedBody(callback, body);
  // The best of some: other processes take their part of the time as well.
  const spent = Array.from({ length: 4 }, () => {
    const start = performance.now();
    expect(attempt).toThrow(/must be|is missing/);
    return performance.now() - start;
  });
  expect(Math.min(...spent)).toBeLessThan(50);
});
