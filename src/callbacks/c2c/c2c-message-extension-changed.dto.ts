import { byTimedBody } from '../idempotency-key.js';
import { MessageExtension } from '../message/message-extension.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/**
 * Key-value extensions of a one-to-one message were set, deleted or cleared, from a client or over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/76006
 */
export class C2cMessageExtensionChangedDto {
  static readonly command = 'C2C.CallbackAfterC2CMsgExtension';
  static readonly event = 'c2c.messageExtensionChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'C2C.CallbackAfterC2CMsgExtension',
    From_Account: 'user_1001',
    To_Account: 'user_1002',
    MsgKey: '48001_2837001_1767225600',
    OperateType: 1,
    ExtensionList: [
      {
        Key: 'vote',
        Value: 'yes',
        Seq: 1,
      },
    ],
    Seq: 1,
    EventTime: 1767225600123,
  };

  /** Sender of the message. */
  @WireString()
  From_Account!: string;

  /** Receiver of the message. */
  @WireString()
  To_Account!: string;

  /** Key of the message, also for recalling it over REST. */
  @WireString()
  MsgKey!: string;

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
