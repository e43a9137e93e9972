import { IsOptional, IsString } from 'class-validator';
import { byEventTimeAndBody } from '../idempotency-key.js';
import { WireInteger } from '../wire-integer.decorator.js';

/**
 * Name, introduction, notice or avatar of a group changed. The English console documentation puts the quota alarm
 * under the same switch, so an app that wants the alarm gets these as well.
 *
 * @see vendor page 1047/34378
 */
export class GroupInfoChangedDto {
  static readonly command = 'Group.CallbackAfterGroupInfoChanged';
  static readonly event = 'group.infoChanged';
  static readonly idempotencyKey = byEventTimeAndBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterGroupInfoChanged',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    Operator_Account: 'user_1001',
    Notification: 'meeting moved to Friday',
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @IsString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @IsString()
  Type!: string;

  /** UserID of whoever changed it: an administrator for REST calls. */
  @IsString()
  Operator_Account!: string;

  /** The new name, only if it changed. */
  @IsOptional()
  @IsString()
  Name?: string;

  /** The new introduction, only if it changed. */
  @IsOptional()
  @IsString()
  Introduction?: string;

  /** The new notice, only if it changed. */
  @IsOptional()
  @IsString()
  Notification?: string;

  /** The new avatar URL, only if it changed. */
  @IsOptional()
  @IsString()
  FaceUrl?: string;

  /** When it happened, in ms since the epoch; absent from older captures. */
  @IsOptional()
  @WireInteger()
  EventTime?: number;
}
