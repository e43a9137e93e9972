/** Invented bodies as Chat would send them, about channels, without the `CallbackCommand` that each has. */
export const OFFICIAL_ACCOUNT_SAMPLES = {
  'OfficialAccount.CallbackBeforeCreateOfficialAccount': {
    Operator_Account: 'admin',
    Owner_Account: 'user_1001',
    Name: 'Daily Bulletin',
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackAfterCreateOfficialAccount': {
    Official_Account: '@TOA#_bulletin',
    Operator_Account: 'admin',
    Owner_Account: 'user_1001',
    Name: 'Daily Bulletin',
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackAfterOfficialAccountInfoChanged': {
    Official_Account: '@TOA#_bulletin',
    Operator_Account: 'admin',
    Introduction: 'News at noon',
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackAfterOfficialAccountDestroyed': {
    Official_Account: '@TOA#_bulletin',
    Owner_Account: 'user_1001',
    Name: 'Daily Bulletin',
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackBeforeAddSubscriber': {
    Official_Account: '@TOA#_bulletin',
    Operator_Account: 'user_1002',
    SubscribeAccountList: [{ Subscriber_Account: 'user_1002' }],
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackAfterAddSubscriber': {
    Official_Account: '@TOA#_bulletin',
    Operator_Account: 'user_1002',
    SubscribeAccountList: [{ Subscriber_Account: 'user_1002' }],
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackAfterOfficialAccountFull': {
    Official_Account: '@TOA#_bulletin',
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackAfterDeleteSubscriber': {
    Official_Account: '@TOA#_bulletin',
    Operator_Account: 'user_1002',
    SubscribeAccountList: [{ Subscriber_Account: 'user_1002' }],
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackBeforeSendMsg': {
    Official_Account: '@TOA#_bulletin',
    OnlineOnlyFlag: 0,
    MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'Good morning' } }],
    CloudCustomData: '',
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackAfterSendMsg': {
    Official_Account: '@TOA#_bulletin',
    MsgKey: '71_1_1767225600',
    MsgTime: 1767225600,
    OnlineOnlyFlag: 0,
    MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'Good morning' } }],
    CloudCustomData: '',
    EventTime: 1767225600123,
  },
  'OfficialAccount.CallbackAfterMsgWithDraw': {
    Official_Account: '@TOA#_bulletin',
    WithdrawMsgList: [{ MsgKey: '71_1_1767225600' }],
    EventTime: 1767225600123,
  },
};
