import { AfterEvent } from './after-event.js';
import type { EventCall } from './event-call.js';

/** A verdict with its answer. */
export interface SaidVerdict {
  /** Such as `'allow'` or `'reject'`. */
  readonly kind: string;
  /** The answer to Chat: `ErrorCode`, `ErrorInfo` and what the verdict adds. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/**
 * The verdict of a handler came after a before-callback was answered. Undo here what the handler has done, such as coins that it charged
 * for a gift that was blocked. Emitted like an after-callback, with retries. It is lost if the process dies before the handler ends.
 */
export class TencentChatLateVerdictEvent extends AfterEvent {
  readonly name = 'tencentChat.lateVerdict';
  /** The idempotency key: the same at each attempt. */
  readonly id!: string;
  readonly sdkAppId!: number;
  /** The before-callback's event, such as `'live.beforeSendGift'`, its command and its `id`. */
  readonly event!: string;
  readonly command!: string;
  readonly callbackId!: string;
  /** Id of the handler that was late. */
  readonly handler!: string;
  /** The late verdict. */
  readonly verdict!: SaidVerdict;
  /** The verdict that Chat got instead. */
  readonly answered!: SaidVerdict;
  /** Time in ms between the answer and the verdict. */
  readonly lateByMs!: number;
  /** The callback's body, as it was received. */
  readonly body!: object;
  /** When the verdict came. */
  readonly receivedAt!: Date;
  /** 1 on the first delivery. */
  readonly attempt!: number;

  constructor(event: Omit<TencentChatLateVerdictEvent, 'name' | keyof AfterEvent>, call?: EventCall) {
    super(call);
    Object.assign(this, event);
  }
}
