import { byMember } from '../idempotency-key.js';
import { WireInteger, WireObject, WireString, WireStrings } from '../wire.decorators.js';

/** Who the content was for. */
export class ContactItem {
  /** 1 = one-to-one, 2 = group. */
  @WireInteger()
  ContactType!: number;

  /** For type 1. */
  @WireString({ optional: true })
  To_Account?: string;

  /** For type 2. */
  @WireString({ optional: true })
  ToGroupId?: string;
}

/**
 * Content was moderated; by default only violations are reported. The body names no command: only the URL
 * does.
 *
 * Idempotency key: `CtxcbRequestId`.
 *
 * @see vendor page CN 269/95616; 1047/78240
 */
export class ContentModeratedDto {
  static readonly command = 'ContentCallback.ResultNotify';
  static readonly event = 'content.moderated';
  static readonly idempotencyKey = byMember('CtxcbRequestId');
  static readonly sample = {
    Scene: 'C2C',
    SdkAppId: 1400000001,
    From_Account: 'user_1001',
    ContactItem: {
      ContactType: 1,
      To_Account: 'user_1002',
    },
    ContentType: 'Text',
    TextContent: ['buy now'],
    MsgID: '48001_2837001_1767225600',
    CtxcbResult: 1,
    CtxcbRequestId: '0f0e0d0c-0000-4000-8000-000000000001',
    CtxcbKeywords: ['buy now'],
    CtxcbSuggestion: 'Block',
    CtxcbLabel: 'Ad',
    CloudCustomData: '',
  };

  /** C2C | C2CCustom | Group | GroupCustom | GroupInfo | GroupMemberInfo | RelationChain | UserInfo. */
  @WireString()
  Scene!: string;

  /** The app, as in the URL. */
  @WireInteger({ optional: true })
  SdkAppId?: number;

  /** Author. */
  @WireString()
  From_Account!: string;

  /** Receiver. */
  @WireObject(() => ContactItem, { optional: true })
  ContactItem?: ContactItem;

  /** Text | Image | Audio | Video. */
  @WireString()
  ContentType!: string;

  /** For Text. */
  @WireStrings({ optional: true })
  TextContent?: string[];

  /** For Image, Audio, Video. */
  @WireString({ optional: true })
  FileURL?: string;

  /** `MsgKey` for one-to-one messages, `MsgSeq` for groups; absent when a group message was not delivered. */
  @WireString({ optional: true })
  MsgID?: string;

  /** 1 = blocked, 0 = passed. */
  @WireInteger()
  CtxcbResult!: number;

  /** Moderation request ID. */
  @WireString()
  CtxcbRequestId!: string;

  /** Hit keywords. */
  @WireStrings({ optional: true })
  CtxcbKeywords?: string[];

  /** `Block`, `Review` or `Normal`. */
  @WireString()
  CtxcbSuggestion!: string;

  /** Violation class. */
  @WireString()
  CtxcbLabel!: string;

  /** Sample only. */
  @WireString({ optional: true })
  CtxcbSubLabel?: string;

  /** Sample only. */
  @WireString({ optional: true })
  CtxcbSubLabelDesc?: string;

  /** Sample only. */
  @WireString({ optional: true })
  CtxcbLibName?: string;

  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true })
  CloudCustomData?: string;
}
