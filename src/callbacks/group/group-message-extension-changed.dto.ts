import { byTimedBody } from '../idempotency-key.js';
import { MessageExtension } from '../message/message-extension.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/**
 * Key-value extensions of a group message were set, deleted or cleared.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/76007
 */
export class GroupMessageExtensionChangedDto {
  static readonly command = 'Group.CallbackAfterGroupMsgExtension';
  static readonly event = 'group.messageExtensionChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterGroupMsgExtension',
    GroupId: '@TGS#2ABCDEFGH',
    MsgSeq: 10,
    OperateType: 2,
    ExtensionList: [
      {
        Key: 'vote',
        Value: '',
        Seq: 57,
      },
    ],
    Seq: 57,
    EventTime: 1767225600123,
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Unsigned 32-bit sequence number. */
  @WireInteger()
  MsgSeq!: number;

  /** 1 = set pairs, 2 = delete pairs, 3 = clear all. */
  @WireInteger()
  OperateType!: number;

  /** The pairs; `Value` is empty when deleted, the list when cleared. */
  @WireObjects(() => MessageExtension)
  ExtensionList!: MessageExtension[];

  /** Newest version of the whole message's extensions. */
  @WireInteger()
  Seq!: number;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
