/** Invented bodies as Chat would send them, about everything else, without the `CallbackCommand` that each has. */
export const OTHER_SAMPLES = {
  'Alert.RequestOverLimit': {
    ServiceName: 'group_open_http_svc',
    Command: 'create_group',
    Request: 171,
    Limit: 200,
  },
  'Call.CallbackAfterStartCall': {
    CallInfo: {
      CallId: '0f0e0d0c-0000-4000-8000-000000000002',
      CallMediaType: 'Audio',
      ChatGroupId: '',
      RoomId: '',
      RoomIdType: 1,
    },
    UserList: [
      { User_Account: 'user_1001', Status: 'Calling' },
      { User_Account: 'user_1002', Status: 'Waiting' },
    ],
    EventTime: 1767225600123,
  },
  'Call.CallbackAfterEndCall': {
    CallRecord: {
      CallId: '0f0e0d0c-0000-4000-8000-000000000002',
      Caller_Account: 'user_1001',
      MediaType: 'Audio',
      CallType: 'SingleCall',
      StartTime: 1767225600,
      EndTime: 1767225660,
      AcceptTime: 1767225605,
      CallResult: 'NormalEnd',
      CalleeList_Account: ['user_1002'],
      RoomId: 'r-1',
      RoomIdType: 2,
    },
    EventTime: 1767225661123,
  },
  'Call.CallbackAfterMemberChanged': {
    CallId: '0f0e0d0c-0000-4000-8000-000000000002',
    UserList: [{ User_Account: 'user_1001', Status: 'Calling' }],
    ChangedUserList: [{ User_Account: 'user_1002', ActionType: 'Hangup' }],
    EventTime: 1767225600123,
  },
};

/** The bodies that do not name their command. */
export const UNNAMED_SAMPLES = {
  'ContentCallback.ResultNotify': {
    Scene: 'C2C',
    SdkAppId: 1400000001,
    From_Account: 'user_1001',
    ContactItem: { ContactType: 1, To_Account: 'user_1002' },
    ContentType: 'Text',
    TextContent: ['buy now'],
    MsgID: '48001_2837001_1767225600',
    CtxcbResult: 1,
    CtxcbRequestId: '0f0e0d0c-0000-4000-8000-000000000001',
    CtxcbKeywords: ['buy now'],
    CtxcbSuggestion: 'Block',
    CtxcbLabel: 'Ad',
    CloudCustomData: '',
  },
  'Push.OfflinePush': {
    Events: [
      {
        CallbackCommand: 'Push.OfflinePush',
        EventType: 1,
        EventTime: 1767225601,
        From_Account: 'user_1001',
        To_Account: 'user_1002',
        PushPlatform: 4,
        PushStage: 1,
        MsgKey: '48001_2837001_1767225600',
        MsgSeq: 48001,
        MsgRandom: 2837001,
        MsgTime: 1767225600,
        ErrCode: 0,
        ErrInfo: 'OK',
      },
    ],
  },
  'Push.AllMemberPush': {
    Events: [
      {
        CallbackCommand: 'Push.AllMemberPush',
        EventType: 2,
        TaskId: 'task_0001',
        TaskTime: 1767225600,
        EventTime: 1767225602,
        To_Account: 'user_1003',
        PushPlatform: 0,
        PushStage: 1,
        ErrCode: 0,
        ErrInfo: 'OK',
      },
    ],
  },
};
