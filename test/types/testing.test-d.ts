import { expectTypeOf, test } from 'vitest';
import type { CallbackCommand, GroupQuotaAlarmDto } from '../../src/index.js';
import type { SampleCallback, TestAnswer, TestChat } from '../../src/testing/index.js';

declare const chat: TestChat;
const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

test('TestChat takes commands, names of events, and commands of the app', () => {
  expectTypeOf(chat.send(ALARM)).toEqualTypeOf<Promise<TestAnswer>>();
  void chat.send('group.quotaAlarm', { QuotaUsed: 9100, NotDocumented: [1] });
  void chat.send('Room.CallbackAfterRate', { Stars: 5 });
  void chat.verdict('group.beforeCreate', { Type: 'Public' });
});

test('functions of tests around it compile', () => {
  const any = (command: string, members?: object) => chat.send(command, members);
  const body = (members: GroupQuotaAlarmDto) => chat.send('group.quotaAlarm', members);
  const generic = <Command extends CallbackCommand>(
    command: Command,
    members: Partial<SampleCallback<Command>>,
  ) => chat.send(command, members);
  expectTypeOf([any, body, generic]).toBeArray();
});
