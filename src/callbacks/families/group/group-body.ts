import { SometimesTimedBody } from '../timed-body.js';
import { incomplete } from '../../wire/incomplete.js';
import { WireString } from '../../wire/wire-decorators.js';

export class GroupBody extends SometimesTimedBody {
  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString() GroupId!: string;
}

export class TypedGroupBody extends GroupBody {
  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString() Type!: string;
}

/** What somebody did to a group. */
export class OperatedGroupBody extends TypedGroupBody {
  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString() Operator_Account!: string;
}

/** What somebody wants to create: it has no ID yet. */
export class GroupCreationBody extends SometimesTimedBody {
  /** UserID of whoever does it: an administrator for REST calls. */
  @WireString({ optional: true }) Operator_Account?: string;
  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString({ optional: true }) Type?: string;
  @WireString({ optional: true }) Name?: string;
}

/** New texts and the new avatar of a group or topic; only the changed members are present. */
export class GroupProfileBody extends OperatedGroupBody {
  @WireString({ optional: true }) Name?: string;
  @WireString({ optional: true }) Introduction?: string;
  @WireString({ optional: true }) Notification?: string;
  @WireString({ optional: true }) FaceUrl?: string;
}

export class Member {
  @WireString() Member_Account!: string;
}

/** A member of a group, in the body of a before-callback. */
export class PossibleMember extends incomplete(Member) {}

/** A custom field of a group or topic. */
export class UserDefinedData {
  @WireString() Key!: string;
  /** A string in the documentation; an SDK types it as an object. */
  @WireString() Value!: string;
}
