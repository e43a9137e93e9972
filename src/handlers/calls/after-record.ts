import type { CallbackClass } from '../../callbacks/callback-class.js';
import type { CallbackRecord } from '../../delivery/port/callback-record.js';
import type { EventCall } from '../../events/event-call.js';
import { TencentChatEvent } from '../../events/tencent-chat.event.js';
import { bodyOf, eventOfRecord, UNKNOWN_COMMAND } from '../event-of-record.js';
import type { AppEvent, Handler } from '../handler.js';
import type { CreateDerivedEvent } from '../discovery/handler-registry.js';
import type { CalledRecord } from './handler-runner.js';

/** A record of an after-callback. Each handler gets its own event of it. */
export interface AfterRecord extends CalledRecord {
  /** Makes an event that the handler may change. */
  eventFor(handler: Handler, attempt: number, call: EventCall): AppEvent;
  /** Makes a body that the handler may change. */
  bodyFor(): object;
}

/** A callback of Chat. */
export class AfterCallbackRecord implements AfterRecord {
  readonly event: string;
  readonly before = false;
  /** Body of a handler that has changed nothing. The next one gets it. */
  private unchanged: object | undefined = undefined;

  constructor(
    readonly record: CallbackRecord,
    private readonly callback: CallbackClass | undefined,
  ) {
    this.event = callback?.event ?? UNKNOWN_COMMAND;
  }

  eventFor({ onlyReads }: Handler, attempt: number, call: EventCall): TencentChatEvent {
    const event = eventOfRecord(this.record, this.callback, attempt, call, this.unchanged);
    this.unchanged = onlyReads ? event.body : undefined;
    return event;
  }

  bodyFor(): object {
    return bodyOf(this.record, this.callback);
  }
}

/** A record that a handler of the module has derived from a callback. */
export class DerivedRecord implements AfterRecord {
  readonly event: string;
  readonly before = false;

  constructor(
    readonly record: CallbackRecord,
    private readonly create: CreateDerivedEvent,
  ) {
    this.event = record.command;
  }

  eventFor(_handler: Handler, attempt: number, call: EventCall): AppEvent {
    return this.create(this.record, attempt, call);
  }

  bodyFor(): object {
    return structuredClone(this.record.body);
  }
}
