import { expectTypeOf, test } from 'vitest';
import {
  byRequestId,
  type C2cBeforeSendMessageEvent,
  type ChatbotBeforeAssignAgentEvent,
  type ChatbotBeforeAssignHumanEvent,
  type ChatbotC2cSignalEvent,
  type ChatbotInterfaceInvocationEvent,
  type DeskBeforeContactUserEvent,
  type EventOf,
  type GroupBeforeCreateEvent,
  type GroupBeforeInviteJoinEvent,
  type HandlerResult,
  isMsgElement,
  type MsgElement,
  type OfficialAccountBeforeSubscribeEvent,
  OnTencentChatEvent,
  rejectVerdicts,
  type SnsBeforeFriendAddEvent,
  TencentChatBeforeEvent,
  type TencentChatEvent,
  type TencentChatEventMap,
  type Verdict,
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
    @OnTencentChatEvent('chatbot.c2cSignal')
    signal(event: ChatbotC2cSignalEvent) {
      return event.body.Data === '' ? event.ignore() : event.reply('{}');
    }
    @OnTencentChatEvent('chatbot.interfaceInvocation')
    async invoked(event: ChatbotInterfaceInvocationEvent) {
      return event.reply({ ...event.body.Body, city: 'Lyon' });
    }
    @OnTencentChatEvent('chatbot.beforeAssignHuman')
    human(event: ChatbotBeforeAssignHumanEvent) {
      return event.body.CustomerServiceId ? event.assign({ AgentGroupId: 7 }) : undefined;
    }
    @OnTencentChatEvent('chatbot.beforeAssignAgent')
    agent(event: ChatbotBeforeAssignAgentEvent) {
      return event.assign({ AgentIdList: ['ann@example.com'] });
    }
    @OnTencentChatEvent('desk.beforeContactUser')
    contact(event: DeskBeforeContactUserEvent) {
      return event.reject();
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
    // @ts-expect-error data is handed over in a reply
    @OnTencentChatEvent('chatbot.c2cSignal')
    data(_event: ChatbotC2cSignalEvent) {
      return '{}';
    }
    // @ts-expect-error one name of the command does not answer the other
    @OnTencentChatEvent('chatbot.beforeAssignHuman')
    otherName(event: ChatbotBeforeAssignHumanEvent & { other: ChatbotBeforeAssignAgentEvent }) {
      return event.other.assign({ AgentGroupId: 7 });
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
  expectTypeOf<Verdicts<'desk.beforeContactUser'>>().toEqualTypeOf<'allow' | 'reject'>();
  expectTypeOf<Verdicts<'chatbot.c2cSignal'>>().toEqualTypeOf<'reply' | 'ignore'>();
  expectTypeOf<Verdicts<'chatbot.interfaceInvocation'>>().toEqualTypeOf<'reply'>();
  expectTypeOf<Verdicts<'chatbot.beforeAssignHuman'>>().toEqualTypeOf<'assign'>();
  expectTypeOf<Verdicts<'chatbot.beforeAssignAgent'>>().toEqualTypeOf<'assign'>();
  expectTypeOf<TencentChatEventMap['group.created']>().not.toHaveProperty('allow');
  // @ts-expect-error nor is one for Desk
  expectTypeOf<DeskBeforeContactUserEvent['reject']>().toBeCallableWith({ code: 1 });
  // @ts-expect-error no code of one's own is documented
  expectTypeOf<OfficialAccountBeforeSubscribeEvent['reject']>().toBeCallableWith({ code: 120001 });
  expectTypeOf<GroupBeforeCreateEvent['signal']>().toEqualTypeOf<AbortSignal>();
  expectTypeOf<GroupBeforeCreateEvent['remainingMs']>().toBeNumber();
});

test("a class of one's own has an event of its own, without a sample", () => {
  class LiveGiftDto {
    static readonly command = 'Live.CallbackAfterSendGift';
    static readonly event = 'live.giftSent';
    static readonly idempotencyKey = byRequestId;
    GiftId!: string;
  }
  class LiveBeforeGiftDto {
    static readonly command = 'Live.CallbackBeforeSendGift';
    static readonly event = 'live.beforeGift';
    static readonly idempotencyKey = byRequestId;
    static readonly verdicts = rejectVerdicts(this.command, [10_100, 10_200]);
  }
  expectTypeOf<EventOf<typeof LiveGiftDto>>().toEqualTypeOf<TencentChatEvent<LiveGiftDto>>();
  expectTypeOf<EventOf<typeof LiveBeforeGiftDto>['reject']>().returns.toEqualTypeOf<
    Verdict<'Live.CallbackBeforeSendGift'>
  >();
  expectTypeOf<HandlerResult<EventOf<typeof LiveGiftDto>>>().toBeUnknown();
  expectTypeOf<Verdict<'Live.CallbackBeforeSendGift'>>().toExtend<
    HandlerResult<EventOf<typeof LiveBeforeGiftDto>>
  >();
  expectTypeOf<string>().not.toExtend<HandlerResult<EventOf<typeof LiveBeforeGiftDto>>>();
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
