import { TimedBody } from '../timed-body.js';
import { WireInteger, WireObjects, WireString } from '../../wire/wire-decorators.js';

/** A key and its value that hang on a message. */
class MessageExtension {
  @WireString() Key!: string;
  /** Empty when the pair was deleted. */
  @WireString() Value!: string;
  /** Version of this pair. */
  @WireInteger() Seq!: number;
}

/** A change of what hangs on a message. */
export class MessageExtensionBody extends TimedBody {
  /** 1 = pairs were set, 2 = pairs were deleted, 3 = all were cleared. */
  @WireInteger() OperateType!: number;
  /** The pairs; empty when all were cleared. */
  @WireObjects(() => MessageExtension) ExtensionList!: MessageExtension[];
  /** Newest version of the whole message's extensions. */
  @WireInteger() Seq!: number;
}
