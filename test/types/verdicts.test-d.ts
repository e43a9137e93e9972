import { expectTypeOf, test } from 'vitest';
import {
  type C2cBeforeSendMessageEvent,
  type GroupBeforeCreateEvent,
  type GroupBeforeInviteJoinEvent,
  isMsgElement,
  type MsgElement,
  type OfficialAccountBeforeSubscribeEvent,
  OnTencentChatEvent,
  type SnsBeforeFriendAddEvent,
  TencentChatBeforeEvent,
  type TencentChatEventMap,
} from '../../src/index.js';

test('handlers return verdicts of their own event, or nothing', () => {
  class Right {
    @OnTencentChatEvent('group.beforeCreate')
    reject(event: GroupBeforeCreateEvent) {
      return event.reject({ code: 10150, info: 'not now' });
    }
    @OnTencentChatEvent('c2c.beforeSendMessage')
    async rewrite(event: C2cBeforeSendMessageEvent) {
      if (event.body.From_Account === 'admin') return undefined;
      return event.rewrite({ MsgBody: event.body.MsgBody, CloudCustomData: '' });
    }
    @OnTencentChatEvent('group.beforeInviteJoin')
    refuse(event: GroupBeforeInviteJoinEvent) {
      return event.refuse(event.body.DestinationMembers.map((member) => member.Member_Account));
    }
    @OnTencentChatEvent('sns.beforeFriendAdd')
    friends(event: SnsBeforeFriendAddEvent) {
      return event.body.ForceAddFlags === 1 ? event.allow() : event.refuse(['bob'], { code: 38001 });
    }
    @OnTencentChatEvent('group.beforeCreate')
    watch(_event: GroupBeforeCreateEvent): void {}
  }
  expectTypeOf(Right).toBeConstructibleWith();
});

test('nothing else', () => {
  class Wrong {
    // @ts-expect-error a verdict is built by the event
    @OnTencentChatEvent('group.beforeCreate')
    boolean(_event: GroupBeforeCreateEvent): boolean {
      return true;
    }
    // @ts-expect-error not by hand
    @OnTencentChatEvent('group.beforeCreate')
    byHand(_event: GroupBeforeCreateEvent) {
      return { ActionStatus: 'OK', ErrorCode: 5, ErrorInfo: '' };
    }
    // @ts-expect-error not that of another command
    @OnTencentChatEvent('group.beforeCreate')
    other(event: GroupBeforeCreateEvent & { other: C2cBeforeSendMessageEvent }) {
      return event.other.drop();
    }
    // @ts-expect-error not in a promise either
    @OnTencentChatEvent('group.beforeCreate')
    async promised(_event: GroupBeforeCreateEvent) {
      return 'no';
    }
  }
  expectTypeOf(Wrong).toBeConstructibleWith();
});

test('an event has only the verdicts that its command honours', () => {
  type Verdicts<Name extends keyof TencentChatEventMap> = Exclude<
    keyof TencentChatEventMap[Name],
    keyof TencentChatBeforeEvent
  >;
  expectTypeOf<Verdicts<'group.beforeCreate'>>().toEqualTypeOf<'allow' | 'reject'>();
  expectTypeOf<Verdicts<'group.beforeApplyJoin'>>().toEqualTypeOf<'allow' | 'reject'>();
  expectTypeOf<Verdicts<'group.beforeCreateTopic'>>().toEqualTypeOf<'allow' | 'reject'>();
  expectTypeOf<Verdicts<'officialAccount.beforeCreate'>>().toEqualTypeOf<'allow' | 'reject'>();
  expectTypeOf<Verdicts<'group.beforeInviteJoin'>>().toEqualTypeOf<'allow' | 'reject' | 'refuse'>();
  expectTypeOf<Verdicts<'officialAccount.beforeSubscribe'>>().toEqualTypeOf<'allow' | 'reject' | 'refuse'>();
  expectTypeOf<Verdicts<'sns.beforeFriendAdd'>>().toEqualTypeOf<'allow' | 'reject' | 'refuse'>();
  expectTypeOf<Verdicts<'sns.beforeFriendResponse'>>().toEqualTypeOf<'allow' | 'reject' | 'refuse'>();
  expectTypeOf<Verdicts<'group.beforeSendMessage'>>().toEqualTypeOf<
    'allow' | 'reject' | 'drop' | 'rewrite'
  >();
  expectTypeOf<Verdicts<'c2c.beforeSendMessage'>>().toEqualTypeOf<'allow' | 'reject' | 'drop' | 'rewrite'>();
  expectTypeOf<Verdicts<'officialAccount.beforeSendMessage'>>().toEqualTypeOf<
    'allow' | 'reject' | 'drop' | 'rewrite'
  >();
  expectTypeOf<TencentChatEventMap['group.created']>().not.toHaveProperty('allow');
  // @ts-expect-error no code of one's own is documented
  expectTypeOf<OfficialAccountBeforeSubscribeEvent['reject']>().toBeCallableWith({ code: 120001 });
  expectTypeOf<GroupBeforeCreateEvent['signal']>().toEqualTypeOf<AbortSignal>();
  expectTypeOf<GroupBeforeCreateEvent['remainingMs']>().toBeNumber();
});

test('the elements of a message are told apart by their type, and others stay possible', () => {
  const text = (element: MsgElement): string => {
    if (isMsgElement(element, 'TIMTextElem')) return element.MsgContent.Text;
    if (isMsgElement(element, 'TIMImageElem')) return String(element.MsgContent.ImageInfoArray.length);
    // @ts-expect-error the member of another element
    if (isMsgElement(element, 'TIMCustomElem')) return element.MsgContent.Text;
    return element.MsgType;
  };
  expectTypeOf(text).returns.toBeString();
  expectTypeOf({ MsgType: 'TIMElemOfTomorrow', MsgContent: { Any: 1 } }).toExtend<MsgElement>();
});
