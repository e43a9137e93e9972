import { expectTypeOf, test } from 'vitest';
import type { CallbackCommand } from '../../src/index.js';
import type { SampleCallback, TestAnswer, TestChat } from '../../src/testing/index.js';
import type { OtherBeforeCommand, OtherCommand } from '../../src/testing/test-chat/sent-callback.js';

declare const chat: TestChat;
const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_SEND = 'Group.CallbackBeforeSendMsg';

test('TestChat.send takes commands, names of events, and commands of the app', () => {
  expectTypeOf(chat.send(ALARM)).toEqualTypeOf<Promise<TestAnswer>>();
  void chat.send('group.quotaAlarm', { QuotaUsed: 9100, NotDocumented: [1] });
  // On the wire numbers may be in quotes, and a time is either.
  void chat.send(ALARM, { EventTime: Date.now(), QuotaUsed: '9100' });
  void chat.send(ALARM, { EventTime: String(Date.now()), Quota: undefined });
  void chat.send('c2c.messageSent', { MsgBody: [{ MsgType: 'TIMCustomElem', MsgContent: { Data: '{}' } }] });
  void chat.send('Room.CallbackAfterRate', { Stars: 5 });
  void chat.send('Room.CallbackAfterRate');
  void chat.send('Room.CallbackUpdateRoomInfo');
});

test('functions of tests around send and verdict compile', () => {
  const any = (command: string, members?: object) => chat.send(command, members);
  const known = (command: CallbackCommand, members?: Record<string, unknown>) => chat.send(command, members);
  const untyped = (command: CallbackCommand, members: object) => chat.send(command, members);
  const generic = <Command extends CallbackCommand>(command: Command, members: SampleCallback<Command>) =>
    [chat.send(command), members] as const;
  const verdict = (command: string, members?: object) => chat.verdict(command, members);
  const knownVerdict = (command: CallbackCommand, members?: object) => chat.verdict(command, members);
  expectTypeOf([any, known, untyped, generic, verdict, knownVerdict]).toBeArray();
});

test('a wrong type of a member, a misspelt name and an event without a command are errors that say so', () => {
  // @ts-expect-error
  void chat.send(ALARM, { QuotaUsed: 'many' });
  // @ts-expect-error
  void chat.send('group.quotaAlarm', { QuotaUsed: {} });
  // @ts-expect-error
  void chat.send('c2c.messageSent', { MsgBody: 'hi' });
  // @ts-expect-error
  void chat.send('Group.CallbackOnDailyGroupQuotaAlarms');
  // @ts-expect-error
  void chat.send('tencentChat.rejected');
  expectTypeOf<
    OtherCommand<'Group.CallbackOnDailyGroupQuotaAlarms', object>
  >().toEqualTypeOf<"there is no command 'Group.CallbackOnDailyGroupQuotaAlarms': did you mean 'Group.CallbackOnDailyGroupQuotaAlarm'?">();
  expectTypeOf<
    OtherCommand<'group.quotaalarm', object>
  >().toEqualTypeOf<"there is no command 'group.quotaalarm': did you mean 'group.quotaAlarm'?">();
  expectTypeOf<
    OtherCommand<typeof ALARM, { QuotaUsed: string }>
  >().toEqualTypeOf<'a member of Group.CallbackOnDailyGroupQuotaAlarm has a type that Chat does not send: createCallbackRequest takes any body'>();
  expectTypeOf<
    OtherCommand<'Room.CallbackAfterRate', { Stars: 5 }>
  >().toEqualTypeOf<'Room.CallbackAfterRate'>();
});

test('TestChat.verdict takes before-callbacks only', () => {
  void chat.verdict(BEFORE_SEND, { GroupId: '@TGS#1' });
  void chat.verdict('group.beforeCreate');
  void chat.verdict('Room.CallbackBeforeRate', { Stars: 5 });
  // @ts-expect-error
  void chat.verdict(ALARM);
  // @ts-expect-error
  void chat.verdict('group.created');
  // @ts-expect-error
  void chat.verdict(BEFORE_SEND, { GroupId: 5 });
  // @ts-expect-error
  void chat.verdict('group.beforeCreat');
  expectTypeOf<
    OtherBeforeCommand<'group.created', object>
  >().toEqualTypeOf<'group.created is no before-callback: Chat waits for no verdict'>();
});
