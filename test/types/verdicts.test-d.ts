import { expectTypeOf, test } from 'vitest';
import {
  type BeforeEventName,
  byRequestId,
  type C2cBeforeSendMessageEvent,
  type ChatbotBeforeAssignAgentEvent,
  type ChatbotBeforeAssignHumanEvent,
  type ChatbotC2cSignalEvent,
  type ChatbotInterfaceInvocationEvent,
  type CodeIn,
  type CodeRange,
  type DeskBeforeContactUserEvent,
  type EventOf,
  type GroupBeforeCreateEvent,
  type GroupBeforeInviteJoinEvent,
  type GroupQuotaAlarmEvent,
  type HandlerResult,
  isMsgElement,
  type LiveBeforeSendGiftEvent,
  type MsgElement,
  type OfficialAccountBeforeSubscribeEvent,
  OnTencentChatEvent,
  type Rejection,
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
      return event.refuse(
        (event.body.DestinationMembers ?? []).flatMap((member) => member.Member_Account ?? []),
      );
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

test('a gift is rejected with codes of its own, and no member of a before-body is certain', () => {
  expectTypeOf<LiveBeforeSendGiftEvent>().toHaveProperty('reject');
  expectTypeOf<LiveBeforeSendGiftEvent>().not.toHaveProperty('drop');
  type Certain<Body> = { [Name in keyof Body]-?: undefined extends Body[Name] ? never : Name }[keyof Body];
  type BeforeBody = {
    [Name in BeforeEventName]: Certain<TencentChatEventMap[Name]['body']>;
  }[BeforeEventName];
  expectTypeOf<BeforeBody>().toBeNever();
  expectTypeOf<GroupQuotaAlarmEvent['body']['QuotaUsed']>().toBeNumber();
  expectTypeOf<TencentChatEventMap['c2c.messageSent']['body']['MsgKey']>().toBeString();
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

/** As an app collects its codes. */
enum OwnCode {
  NotNow = 10_150,
  TooHigh = 10_201,
  OfChat = 1,
}

test('a code that is written into the source is in the range', () => {
  const codes = (
    group: GroupBeforeCreateEvent,
    gift: LiveBeforeSendGiftEvent,
    friend: SnsBeforeFriendAddEvent,
    invite: GroupBeforeInviteJoinEvent,
    message: C2cBeforeSendMessageEvent,
    computed: number,
    either: 10_150 | 10_151,
    own: OwnCode,
    both: GroupBeforeCreateEvent | GroupBeforeInviteJoinEvent | LiveBeforeSendGiftEvent,
  ) => {
    for (const event of [group, invite]) event.reject({ code: 10_100, info: 'no' });
    group.reject({ code: 10_200 });
    group.reject({ code: 1 });
    group.reject({ code: computed });
    group.reject({ code: either });
    group.reject({ code: undefined });
    group.reject({ info: 'no' });
    both.reject();
    both.reject({ info: 'no' });
    gift.reject({ code: 102_100 });
    gift.reject({ code: 102_200 });
    message.reject({ code: 120_001 });
    message.reject({ code: 130_000 });
    friend.reject({ code: 38_000 });
    friend.refuse(['bob'], { code: 39_000 });
    group.reject({ code: OwnCode.NotNow });
    group.reject({ code: OwnCode.OfChat });
    // @ts-expect-error the value of the enum is above
    group.reject({ code: OwnCode.TooHigh });
    // @ts-expect-error one of its values is
    group.reject({ code: own });
    const rejection: Rejection = { code: 10_150 };
    group.reject(rejection);
    // @ts-expect-error below
    group.reject({ code: 10_099 });
    // @ts-expect-error above
    group.reject({ code: 10_201 });
    // @ts-expect-error too few digits
    group.reject({ code: 99 });
    // @ts-expect-error too many digits
    group.reject({ code: 101_000 });
    // @ts-expect-error not a whole number, though in the range by its first digits
    group.reject({ code: 101.5 });
    // @ts-expect-error not a whole number
    group.reject({ code: 10_150.5 });
    // @ts-expect-error negative
    group.reject({ code: -10_150 });
    // @ts-expect-error larger than digits can say
    group.reject({ code: 1e21 });
    // @ts-expect-error one of both
    group.reject({ code: computed > 0 ? 10_150 : 99 });
    // @ts-expect-error a code of a group
    gift.reject({ code: 10_150 });
    // @ts-expect-error a code of a gift
    invite.reject({ code: 102_150 });
    // @ts-expect-error 120000 is not among them
    message.reject({ code: 120_000 });
    // @ts-expect-error 1 is no code of friends
    friend.reject({ code: 1 });
    // @ts-expect-error above
    friend.refuse(['bob'], { code: 39_001 });
    // @ts-expect-error no member of a rejection
    group.reject({ code: 10_150, text: 'no' });
  };
  expectTypeOf(codes).toBeFunction();
  expectTypeOf<
    CodeIn<readonly [10_100, 10_200], 1, 99>
  >().toEqualTypeOf<'give 1 or a whole number from 10100 to 10200'>();
  expectTypeOf<CodeIn<CodeRange, 1, 99>>().toEqualTypeOf<99>();
  expectTypeOf<CodeIn<readonly [7, 1_000], 1, 8 | 999 | 1_000>>().toEqualTypeOf<8 | 999 | 1_000>();
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
