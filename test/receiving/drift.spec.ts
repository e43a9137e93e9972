import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byRequestId, inProcessDelivery, WireObject, WireString } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { DOCUMENTED_CALLBACKS } from '../fixtures/documented-callbacks.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

const MESSAGE = 'Group.CallbackAfterSendMsg';

class GiftSender {
  @WireString() Nick!: string;
}

class GiftBody {
  @WireString() GiftId!: string;
}

class LiveGiftDto extends GiftBody {
  static readonly command = 'Live.CallbackAfterSendGift';
  static readonly event = 'live.giftSent';
  static readonly idempotencyKey = byRequestId;
  /** Not of the body. */
  seenBy: string[] = [];
  @WireObject(() => GiftSender, { optional: true }) Sender?: GiftSender;
}

class BareDto {
  static readonly command = 'Live.CallbackBare';
  static readonly event = 'live.bare';
  static readonly idempotencyKey = byRequestId;
}

describe('what Chat sends beyond its documentation', () => {
  let test: TestApp;
  let steps: StepLog;
  beforeEach(async () => {
    test = await createTestApp({
      options: { callbacks: [LiveGiftDto, BareDto], delivery: inProcessDelivery({ dedupeWindowMs: 0 }) },
    });
    steps = new StepLog(test.app, 'drift');
  });
  afterEach(() => test.app.close());

  it('is reported by the paths of the members that a class does not know', async () => {
    const body: Record<string, unknown> = { ...sampleCallback(MESSAGE), NewMember: 'a secret', Other: null };
    body.MsgBody = [
      { MsgType: 'TIMTextElem', MsgContent: { Text: 'hello', Unheard: 1 }, Foo: { Bar: 1 } },
      { MsgType: 'TIMTextElem', MsgContent: {}, Foo: 2 },
    ];
    expect((await test.callback({ command: MESSAGE, body })).status).toBe(200);
    const [step, ...others] = steps.all('drift');
    expect(others).toEqual([]);
    expect(step).toEqual({
      registration: 'default',
      id: expect.stringContaining(MESSAGE),
      command: MESSAGE,
      sdkAppId: 1400000000,
      known: true,
      unknownMembers: expect.toSatisfy((names: string[]) => {
        expect(names.toSorted()).toEqual(['MsgBody[].Foo', 'NewMember', 'Other']);
        return true;
      }),
    });
  });

  it('is reported for a command without a class, which has no known members', async () => {
    await test.callback({ command: 'New.CallbackOfTomorrow', body: { Some: 1 } });
    expect(steps.all('drift')).toMatchObject([
      { command: 'New.CallbackOfTomorrow', known: false, unknownMembers: [] },
    ]);
  });

  it('is reported for before-callbacks', async () => {
    const command = 'Group.CallbackBeforeCreateGroup';
    await test.callback({ command, body: { ...sampleCallback(command), Foo: 1 } });
    expect(steps.all('drift')).toMatchObject([{ command, unknownMembers: ['Foo'] }]);
  });

  it("is reported for the app's own classes, with their bases and members, if they have any", async () => {
    const { command } = LiveGiftDto;
    await test.callback({ command, body: { GiftId: 'g', Sender: { Nick: 'n' } } });
    await test.callback({ command: BareDto.command, body: { Anything: 1 } });
    expect(steps.all('drift')).toEqual([]);
    await test.callback({ command, body: { GiftId: 'g', Sender: { Nick: 'n', Age: 3 } } });
    expect(steps.all('drift')).toMatchObject([{ command, unknownMembers: ['Sender.Age'] }]);
  });

  it('is bounded, and readable', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `\n${'x'.repeat(70)}${index}`);
    const many = Object.fromEntries(
      [...names.slice(0, 1), ...names.map((_, index) => `M${index}`)].map((name) => [name, 1]),
    );
    await test.callback({ command: 'Group.CallbackAfterGroupDestroyed', body: { ...sample(), ...many } });
    const [step] = steps.all('drift');
    expect(step?.unknownMembers).toHaveLength(20);
    expect(step?.unknownMembers[0]).toMatch(/^\?x{60}\.\.\.$/);
  });

  it('is not reported for documented members', async () => {
    for (const { command, sample: body } of DOCUMENTED_CALLBACKS) {
      expect((await test.callback({ command, body })).status).toBe(200);
    }
    expect(steps.all('drift')).toEqual([]);
  });
});

const sample = () => sampleCallback('Group.CallbackAfterGroupDestroyed');
