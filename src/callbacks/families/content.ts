import { byMember } from '../idempotency-key.js';
import { WireInteger, WireObject, WireString, WireStrings } from '../wire/wire-decorators.js';

/** Who the content was for. */
class ContactItem {
  /** 1 = a user, 2 = a group. */
  @WireInteger() ContactType!: number;
  @WireString({ optional: true }) To_Account?: string;
  @WireString({ optional: true }) ToGroupId?: string;
}

/**
 * Content was moderated; by default only violations are reported. The body names no command: only the URL does (page CN
 * 269/95616; 1047/78240).
 */
export class ContentModeratedDto {
  static readonly command = 'ContentCallback.ResultNotify';
  static readonly event = 'content.moderated';
  static readonly idempotencyKey = byMember('CtxcbRequestId');
  /** `C2C`, `C2CCustom`, `Group`, `GroupCustom`, `GroupInfo`, `GroupMemberInfo`, `RelationChain` or `UserInfo`. */
  @WireString() Scene!: string;
  /** The app, as in the URL. */
  @WireInteger({ optional: true }) SdkAppId?: number;
  /** UserID of the author. */
  @WireString() From_Account!: string;
  @WireObject(() => ContactItem, { optional: true }) ContactItem?: ContactItem;
  /** `Text`, `Image`, `Audio` or `Video`. */
  @WireString() ContentType!: string;
  @WireStrings({ optional: true }) TextContent?: string[];
  @WireString({ optional: true }) FileURL?: string;
  /** `MsgKey` for one-to-one messages, `MsgSeq` for groups; absent when a group message was not delivered. */
  @WireString({ optional: true }) MsgID?: string;
  /** 1 = blocked, 0 = passed. */
  @WireInteger() CtxcbResult!: number;
  @WireString() CtxcbRequestId!: string;
  /** Words that were hit. */
  @WireStrings({ optional: true }) CtxcbKeywords?: string[];
  /** `Block`, `Review` or `Normal`. */
  @WireString() CtxcbSuggestion!: string;
  /** Kind of the violation. */
  @WireString() CtxcbLabel!: string;
  /** Its kind in detail; in a sample only, like the next two. */
  @WireString({ optional: true }) CtxcbSubLabel?: string;
  /** `CtxcbSubLabel` in words. */
  @WireString({ optional: true }) CtxcbSubLabelDesc?: string;
  /** Name of the library that was hit. */
  @WireString({ optional: true }) CtxcbLibName?: string;
  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true }) CloudCustomData?: string;
}
