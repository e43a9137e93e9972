import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeadLetters, rejectVerdicts } from '../../src/index.js';
import { ADAPTERS, createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

/** All members may be missing, and the key cannot be made of another kind of JSON. */
class BareDto {
  static readonly command = 'Room.CallbackAfterRate';
  static readonly event = 'room.rated';
  static readonly idempotencyKey = ({ Id }: { Id?: { text: string } }) => Id!.text;
}
class BareBeforeDto {
  static readonly command = 'Room.CallbackBeforeRate';
  static readonly event = 'room.beforeRate';
  static readonly idempotencyKey = BareDto.idempotencyKey;
  static readonly verdicts = rejectVerdicts(this.command, [7, 9]);
}

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const NO_OBJECT = 'the body must be a JSON object';
const TOO_DEEP = 'the body is nested deeper than 32 levels';

const KINDS: [json: string, fault: string, isKept: boolean][] = [
  ['[]', NO_OBJECT, true],
  ['[{"CallbackCommand":"C2C.CallbackBeforeSendMsg"}]', NO_OBJECT, true],
  ['"text"', NO_OBJECT, false],
  ['""', NO_OBJECT, false],
  ['0', NO_OBJECT, false],
  ['12345678901234567890', NO_OBJECT, false],
  ['true', NO_OBJECT, false],
  ['false', NO_OBJECT, false],
  ['null', NO_OBJECT, false],
  [deep(33), TOO_DEEP, false],
  [`[${deep(32)}]`, TOO_DEEP, false],
];

describe.each(ADAPTERS)('on %s', (adapter) => {
  let test: TestApp;
  let steps: StepLog;
  beforeAll(async () => {
    const callbacks = [BareDto, BareBeforeDto] as never;
    const verdicts = { fallback: { 'c2c.beforeSendMessage': 'reject' } } as const;
    test = await createTestApp({ adapter, options: { callbacks, verdicts } });
    steps = new StepLog(test.app, 'decided', 'deadLettered');
  });
  afterAll(() => test.app.close());

  it.each(KINDS)(
    'a before-callback with the body %s gets the verdict of the fallback',
    async (body, fault) => {
      const nth = steps.all('decided').length;
      const codes = {
        'C2C.CallbackBeforeSendMsg': 1,
        'Sns.CallbackPrevFriendAdd': 0,
        [BareBeforeDto.command]: 0,
      };
      for (const [command, ErrorCode] of Object.entries(codes)) {
        const answer = await test.callback({ command, body });
        expect([command, answer.status, answer.json]).toEqual([
          command,
          200,
          expect.objectContaining({ ActionStatus: 'OK', ErrorCode }),
        ]);
      }
      const decided = steps.all('decided').slice(nth);
      expect(decided).toHaveLength(3);
      expect(decided.every((step) => step.decidedBy === 'fallback' && step.unreadable === fault)).toBe(true);
      expect(test.events.names.filter((name) => name.includes('before'))).toEqual([]);
    },
  );

  it.each(KINDS)('an after-callback with the body %s is refused', async (body, fault, isKept) => {
    for (const command of ['Group.CallbackOnDailyGroupQuotaAlarm', BareDto.command]) {
      const nth = steps.all('deadLettered').length;
      const answer = await test.callback({ command, body });
      expect([answer.status, answer.json.ErrorInfo]).toEqual([400, fault]);
      const letters = steps.all('deadLettered').slice(nth);
      expect(letters.map(({ reason }) => reason)).toEqual(isKept ? ['invalid'] : []);
      for (const { id } of letters) {
        const deadLetters = test.app.get(DeadLetters);
        await expect(deadLetters.replay(id)).rejects.toThrow(NO_OBJECT);
        const kept = (await deadLetters.list()).find((letter) => letter.id === id);
        expect(kept?.body).toEqual(JSON.parse(body));
      }
    }
  });

  it.each(KINDS)('a callback that is not known with the body %s is refused', async (body, fault) => {
    const answer = await test.callback({ command: 'Group.CallbackOfTomorrow', body });
    expect([answer.status, answer.json.ErrorInfo]).toEqual([400, fault]);
  });

  it.each(['{', '[1', '"a', 'nul', '01'])(
    'a before-callback with malformed JSON is refused: %s',
    async (body) => {
      const answer = await test.callback({ command: 'C2C.CallbackBeforeSendMsg', body });
      expect([answer.status, answer.json.ErrorInfo]).toEqual([400, 'the body is not valid JSON']);
    },
  );
});
