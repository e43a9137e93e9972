import { AfterEvent } from './after-event.js';
import type { EventCall } from './event-call.js';

/**
 * A callback as its handlers get it.
 *
 * @typeParam Body class of the body; its members are spelled as on the wire, so that the vendor's documentation is
 * the documentation
 */
export class TencentChatEvent<Body extends object = object> extends AfterEvent {
  /** The idempotency key: the same when a callback is delivered again. */
  readonly id: string;
  /** Name of the event without the registration's `eventPrefix`. */
  readonly name: string;
  /** The vendor's command word. */
  readonly command: string;
  readonly sdkAppId: number;
  /** Address of the end user whose action caused the callback. */
  readonly clientIp?: string;
  /** Platform of that user, spelled as Chat sent it: an open set (`RESTAPI`, `Web`, `Android`, `iOS`, …). */
  readonly optPlatform?: string;
  /** `RequestId` from the URL, undocumented. */
  readonly requestId?: string;
  /** When it happened, by Chat's clock, if the body has the time. */
  readonly eventTime?: Date;
  /** When the callback was accepted, by this receiver's clock. */
  readonly receivedAt: Date;
  /** Number of the handler's attempt: 1 on the first delivery. */
  readonly attempt: number;
  /** An instance of the command's class; members that the documentation does not name are kept. */
  readonly body: Body;

  constructor(event: Omit<TencentChatEvent<Body>, keyof AfterEvent>, call?: EventCall) {
    super(call);
    // One by one: `Object.assign` takes V8 2.5 times as long.
    this.id = event.id;
    this.name = event.name;
    this.command = event.command;
    this.sdkAppId = event.sdkAppId;
    this.clientIp = event.clientIp;
    this.optPlatform = event.optPlatform;
    this.requestId = event.requestId;
    this.eventTime = event.eventTime;
    this.receivedAt = event.receivedAt;
    this.attempt = event.attempt;
    this.body = event.body;
  }
}
