/** Invented bodies as Chat would send them, about Desk, without the `CallbackCommand` that each has. */
export const DESK_SAMPLES = {
  'Chatbot.InterfaceInvocation': {
    Body: {
      SystemClientUserID: 'user_1001',
      SystemSessionID: '1f2e3d4c-0000-4000-8000-000000000003',
      city: '',
    },
    EventTime: 1767225600123,
  },
  'ChatBot.OnAssignHuman': {
    SessionId: '1f2e3d4c-0000-4000-8000-000000000001',
    ClientUserId: 'user_1001',
    CustomerServiceId: '@desk_account',
    EventTime: 1767225600123,
  },
  'ChatBot.OnAssignAgent': {
    SessionId: '1f2e3d4c-0000-4000-8000-000000000002',
    ClientUserId: 'user_1001',
    EventTime: 1767225600123,
  },
  'Desk.SessionEventNotify': {
    SessionId: '1f2e3d4c-0000-4000-8000-000000000004',
    Event: 'ChatBot.UserSendMsg',
    EventTime: 1767225600123,
    ChannelType: 'SDK',
    ClientUserId: 'user_1001',
    CustomerServiceId: '@desk_account',
    AgentId: 'agent1@example.com',
    MsgKey: '48005_2837005_1767225600',
    MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'Where is my parcel?' } }],
    CloudCustomData: '',
    IsContactUser: false,
    SatisfactionSelected: 4,
    ForwardFromAgentId: '',
  },
  'Desk.CallbackBeforeIMContactUser': {
    ClientUserId: 'user_1001',
    ChannelId: '@desk_account',
    ChannelType: 'SDK',
    GroupId: 7001,
    MemberId: 'agent1@example.com',
    EventTime: 1767225600123,
  },
};
