import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { changed, DOCUMENTED_CALLBACKS, without } from '../fixtures/documented-callbacks.js';

const keyOf = (command: string, body: object, requestId?: string) =>
  CATALOGUE.find((callback) => callback.command === command)!.idempotencyKey(body, requestId);

/** What identifies a callback, by its command; those that are not named here go by their time and body. */
const MEMBERS: Record<string, string[]> = {
  'C2C.CallbackBeforeSendMsg': ['MsgKey'],
  'C2C.CallbackAfterSendMsg': ['MsgKey'],
  'C2C.CallbackAfterMsgWithDraw': ['MsgKey'],
  'Bot.OnC2CMessage': ['MsgKey'],
  'Chatbot.OnC2CSignalMessage': ['MsgKey'],
  'C2C.CallbackAfterModifyMsg': ['MsgKey', 'EventTime'],
  'Group.CallbackAfterSendMsg': ['GroupId', 'MsgSeq'],
  'Group.CallbackAfterModifyMsg': ['GroupId', 'MsgSeq', 'EventTime'],
  'Bot.OnGroupMessage': ['GroupId', 'MsgSeq'],
  'Group.CallbackOnDailyGroupQuotaAlarm': ['EventTime', 'QuotaUsed', 'Quota'],
  'ContentCallback.ResultNotify': ['CtxcbRequestId'],
  'Live.CallbackAfterCreateRoomReachingThreshold': ['EventTime', 'CurRoomCount', 'MaxRoomCount'],
  'Live.CallbackAfterDestroyRoom': ['RoomId', 'EventTime'],
  'Live.CallbackAfterUpdateRoomInfo': ['RoomInfo.RoomId', 'EventTime'],
  'Live.CallbackAfterSetMetadata': ['RoomId', 'EventTime'],
  'Live.CallbackAfterDelMetadata': ['RoomId', 'EventTime'],
  'Live.CallbackAfterChangeOwner': ['RoomId', 'EventTime'],
  'Live.CallbackAfterCreateBattle': ['BattleId'],
  'Live.CallbackAfterStartBattle': ['BattleId'],
  'Live.CallbackAfterEndBattle': ['BattleId'],
  'Live.CallbackAfterCloudRecordingChanged': ['EventType', 'EventInfo'],
  'Room.CallbackAfterCreateRoom': ['RoomInfo.RoomId', 'EventTime'],
  'Room.CallbackAfterDestroyRoom': ['RoomId', 'EventTime'],
  'Room.CallbackAfterUpdateRoomInfo': ['RoomInfo.RoomId', 'EventTime'],
  'Call.CallbackAfterRecordChanged': ['Callback.EventType', 'Callback.EventInfo'],
};

describe.each(DOCUMENTED_CALLBACKS)('the idempotency key of $command', ({ command, sample, eventTime }) => {
  const members = MEMBERS[command];
  if (members !== undefined) {
    it(`is ${members.join(' + ')}`, () => {
      const whole = Object.keys(sample).filter(
        (name) => !members.some((path) => path.split('.')[0] === name),
      );
      expect(keyOf(command, sample)).toBe(keyOf(command, whole.reduce(without, sample)));
      for (const member of members) {
        expect(keyOf(command, changed(sample, member, 'another'))).not.toBe(keyOf(command, sample));
        const rest = without(sample, member);
        expect(keyOf(command, rest)).toBeUndefined();
        expect(keyOf(command, rest, '7-1')).toBe('7-1');
      }
    });
  } else if (eventTime !== null) {
    it('is its time with the body', () => {
      expect(keyOf(command, sample)).toMatch(/^[0-9a-f]{64}$/);
      expect(keyOf(command, { ...sample })).toBe(keyOf(command, sample));
      expect(keyOf(command, { ...sample, Another: 1 })).not.toBe(keyOf(command, sample));
    });
  } else {
    it('is RequestId or absent, so that two callbacks never count as one', () => {
      expect(keyOf(command, sample)).toBeUndefined();
      expect(keyOf(command, sample, '7-1')).toBe('7-1');
    });
  }
});

it('the idempotency key of a live room without a time is the room and its creation', () => {
  const command = 'Live.CallbackAfterCreateRoom';
  const { EventTime: _time, ...sample } = DOCUMENTED_CALLBACKS.find(
    (each) => each.command === command,
  )!.sample;
  expect(keyOf(command, sample)).toBe('live_2001/1767225600');
});

it.each(['Group.CallbackAfterSendMsg', 'Bot.OnGroupMessage', 'Group.CallbackAfterModifyMsg'])(
  'the idempotency key of %s has the topic, if there is one',
  (command) => {
    const { TopicId: _topic, ...sample } = DOCUMENTED_CALLBACKS.find(
      (each) => each.command === command,
    )!.sample;
    const plain = keyOf(command, sample);
    expect(keyOf(command, { ...sample, TopicId: '' })).toBe(plain);
    const topics = ['one', 'another'].map((TopicId) => keyOf(command, { ...sample, TopicId }));
    expect(new Set([plain, ...topics]).size).toBe(3);
  },
);
