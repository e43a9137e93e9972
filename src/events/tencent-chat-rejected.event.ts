import type { RejectionReason } from '../protocol/rejected-request.js';

/** A request to the callback URL that was rejected, for audit and alerting. Anybody can cause one. */
export class TencentChatRejectedEvent {
  readonly name = 'tencentChat.rejected';
  /** The kind of fault. */
  readonly reason!: RejectionReason;
  /** HTTP status of the answer. */
  readonly status!: number;
  /** The fault in one line, as it was answered. */
  readonly details!: string;
  /** When the request was rejected. */
  readonly receivedAt!: Date;
  /** `SdkAppid` of the URL, where the request was authenticated. */
  readonly sdkAppId?: number;
  /** `CallbackCommand` of the URL, where the request was authenticated. */
  readonly command?: string;
  /** The raw body, where the request was authenticated and the body could be read. */
  readonly body?: object;

  constructor(event: Omit<TencentChatRejectedEvent, 'name'>) {
    Object.assign(this, event);
  }
}
