import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  DeadLetters,
  inProcessDelivery,
  OnTencentChatEvent,
  type C2cBeforeSendMessageEvent,
  type GroupMessageSentEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';

const MESSAGE = 'Group.CallbackAfterSendMsg';
const BEFORE = 'C2C.CallbackBeforeSendMsg';
const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
/** Ends the line, colours the rest, rings the bell, deletes, turns the writing direction, ends the line again. */
const HOSTILE = 'room\r\n[Nest] 1  - ERROR forged\u001b[31m\u0007\b\u009b2J\u202e\u2028\u0000end';

@Injectable()
class Failing {
  @OnTencentChatEvent('group.messageSent')
  take({ attempt }: GroupMessageSentEvent): void {
    throw new Error(`attempt ${attempt}`);
  }
  @OnTencentChatEvent('c2c.beforeSendMessage')
  async late({ body, signal }: C2cBeforeSendMessageEvent): Promise<void> {
    if (body.MsgTime === 1) throw new Error('the word list is away');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  }
}

let test: TestApp;
let lines: string[];
afterEach(() => test.app.close());

async function start(): Promise<void> {
  lines = [];
  const take = (line: unknown) => void lines.push(String(line));
  test = await createTestApp({
    providers: [Failing],
    options: {
      delivery: inProcessDelivery({ retry: { attempts: 2, initialDelayMs: 1 } }),
      verdicts: { timeoutMs: 20 },
    },
    logger: { log() {}, warn: take, error: take },
  });
}

/** The first line of each entry: what comes after it is the stack of the handler's own error. */
const firstLines = () => lines.map((line) => line.split('\n')[0]!);

const NOT_PRINTABLE = /[^\x20-\x7e\u00a0-\u200a\u2010-\u2027\u2030-\uffff]/;

describe.each([
  ['with control characters', HOSTILE],
  ['of 200 KB', 'x'.repeat(200_000)],
  ['of 200 KB in halves of surrogate pairs', '\ud800'.repeat(30_000)],
])('an id %s', (_what, text) => {
  it('is escaped and cut in the lines of callbacks that fail', async () => {
    await start();
    const body = { ...sampleCallback(MESSAGE), GroupId: text };
    expect((await test.callback({ command: MESSAGE, body })).status).toBe(200);
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    const [rescheduled, dead] = firstLines();
    expect(rescheduled).toMatch(
      /^Failing\.take failed at attempt 1 on Group\.CallbackAfterSendMsg, id 1400000000\/Group/,
    );
    expect(dead).toMatch(/is a dead letter now, .* id 1400000000\/Group/);
    for (const line of [rescheduled!, dead!]) {
      expect(line).not.toMatch(NOT_PRINTABLE);
      expect(line.length).toBeLessThan(500);
    }
    // The forged line did not become one: all that follows is the stack of the error.
    for (const line of lines.flatMap((each) => each.split('\n').slice(1))) {
      expect(line).toMatch(/^(?:Error: attempt|\s+at )/);
    }
    // The id itself is whole.
    const [letter] = await test.app.get(DeadLetters).list();
    expect((letter!.body as { GroupId: string }).GroupId).toBe(text);
  });

  it('is escaped and cut in the lines of verdicts that are late or fail', async () => {
    await start();
    const late = { ...sampleCallback(BEFORE), MsgKey: text, MsgTime: 2 };
    expect((await test.callback({ command: BEFORE, body: late })).status).toBe(200);
    expect((await test.callback({ command: BEFORE, body: { ...late, MsgTime: 1 } })).status).toBe(200);
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(firstLines()[0]).toMatch(/gave no verdict on C2C\.CallbackBeforeSendMsg within 20 ms/);
    expect(firstLines()[1]).toMatch(/Failing\.late failed on C2C\.CallbackBeforeSendMsg/);
    for (const line of lines) {
      expect(line).not.toMatch(NOT_PRINTABLE);
      expect(line.length).toBeLessThan(500);
    }
  });

  it('is escaped and cut if a body is rejected, in the log, the answer and the dead letter', async () => {
    await start();
    const answer = await test.callback({ body: { ...sampleCallback(ALARM), Quota: text } });
    expect(answer.status).toBe(400);
    const [letter] = await test.app.get(DeadLetters).list();
    for (const line of [...lines, String(answer.json.ErrorInfo), letter!.error]) {
      expect(line).not.toMatch(NOT_PRINTABLE);
      expect(line.length).toBeLessThan(600);
    }
    expect(lines).toHaveLength(1);
  });
});

it('a body with ten thousand faults makes a short line, a short answer and a short dead letter', async () => {
  await start();
  const body = { ...sampleCallback(MESSAGE), MsgBody: Array.from({ length: 10_000 }, () => 7) };
  const answer = await test.callback({ command: MESSAGE, body });
  expect(answer.status).toBe(400);
  expect(String(answer.json.ErrorInfo)).toMatch(/MsgBody/);
  const [letter] = await test.app.get(DeadLetters).list();
  for (const line of [...lines, String(answer.json.ErrorInfo), letter!.error]) {
    expect(line.length).toBeLessThan(1024);
  }
});

it('a body with many different faults names ten of them, and the number of the others', async () => {
  await start();
  const { MsgBody } = sampleCallback(MESSAGE);
  const wrong = Object.keys(sampleCallback(MESSAGE)).filter((name) => name !== 'CallbackCommand');
  const body = { MsgBody, ...Object.fromEntries(wrong.map((name) => [name, { wrong: true }])) };
  const { json } = await test.callback({ command: MESSAGE, body });
  const faults = String(json.ErrorInfo).split('; ');
  expect(faults).toHaveLength(11);
  expect(faults[10]).toMatch(/^and \d+ more$/);
});
