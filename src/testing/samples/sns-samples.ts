/** Invented bodies as Chat would send them, about users and their relations, without the `CallbackCommand` that each has. */
export const SNS_SAMPLES = {
  'Follow.CallbackAfterFollowAdd': {
    From_Account: 'user_1001',
    FollowList: [{ To_Account: 'user_1002' }],
    EventTime: 1767225600123,
  },
  'Follow.CallbackAfterFollowDelete': {
    From_Account: 'user_1001',
    To_Account: ['user_1002', 'user_1003'],
    EventTime: 1767225600123,
  },
  'Profile.CallbackPortraitSet': {
    Operator_Account: 'user_1001',
    From_Account: 'user_1001',
    EventTime: 1767225600123,
    ProfileItem: [
      { Tag: 'Tag_Profile_IM_Nick', Value: 'Maple' },
      { Tag: 'Tag_Profile_Custom_Team', Value: 'blue' },
    ],
  },
  'Sns.CallbackPrevFriendAdd': {
    Requester_Account: 'user_1001',
    From_Account: 'user_1001',
    FriendItem: [
      {
        To_Account: 'user_1002',
        Remark: 'desk mate',
        GroupName: 'work',
        AddSource: 'AddSource_Type_Web',
        AddWording: 'hi',
      },
    ],
    AddType: 'Add_Type_Both',
    ForceAddFlags: 0,
    EventTime: 1767225600123,
  },
  'Sns.CallbackPrevFriendResponse': {
    Requester_Account: 'user_1002',
    From_Account: 'user_1002',
    ResponseFriendItem: [
      {
        To_Account: 'user_1001',
        Remark: 'desk mate',
        TagName: 'work',
        ResponseAction: 'Response_Action_AgreeAndAdd',
      },
    ],
    EventTime: 1767225600123,
  },
  'Sns.CallbackFriendAdd': {
    PairList: [{ From_Account: 'user_1001', To_Account: 'user_1002', Initiator_Account: 'user_1001' }],
    ClientCmd: 'friend_add',
    Admin_Account: '',
    ForceFlag: 0,
  },
  'Sns.CallbackFriendDelete': {
    PairList: [{ From_Account: 'user_1001', To_Account: 'user_1002' }],
  },
  'Sns.CallbackBlackListAdd': {
    PairList: [{ From_Account: 'user_1001', To_Account: 'user_1002' }],
  },
  'Sns.CallbackBlackListDelete': {
    PairList: [{ From_Account: 'user_1001', To_Account: 'user_1002' }],
  },
  'State.StateChange': {
    EventTime: 1767225600123,
    Info: { Action: 'Login', To_Account: 'user_1001', Reason: 'Register' },
    KickedDevice: [{ Platform: 'Android' }],
  },
};
