import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A group is full: the last one to join filled it, or could not join any more.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34376
 */
export class GroupFullDto {
  static readonly command = 'Group.CallbackAfterGroupFull';
  static readonly event = 'group.full';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterGroupFull',
    GroupId: '@TGS#2ABCDEFGH',
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
