import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/** An attribute; its members are in lower case on the wire. */
export class GroupAttribute {
  @WireString()
  key!: string;

  /** Probably absent when the attribute was deleted. */
  @WireString({ optional: true })
  value?: string;
}

/**
 * Custom attributes of a group were set, modified, cleared or deleted.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60394
 */
export class GroupAttributesChangedDto {
  static readonly command = 'Group.CallbackAfterGroupAttrChanged';
  static readonly event = 'group.attributesChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterGroupAttrChanged',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    Operator_Account: 'user_1001',
    OptionType: 'modify',
    GroupAttr: [
      {
        key: 'score',
        value: '12',
      },
    ],
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** `set`, `modify`, `clear` or `delete`. */
  @WireString({ optional: true })
  OptionType?: string;

  /** The attributes. */
  @WireObjects(() => GroupAttribute, { optional: true })
  GroupAttr?: GroupAttribute[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
