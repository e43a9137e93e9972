import type { CallbackRecord } from '../../delivery/port/callback-record.js';
import type { EventCall } from '../../events/event-call.js';
import { setReceiptKey } from '../../receipts/event-receipts.js';
import type { AfterRecord } from './after-record.js';
import { LISTENERS, type AppEvent, type Handler } from '../handler.js';

/** A record whose events know their receipts, see `AfterEvent.processInTransaction`. */
export class ReceiptedRecord implements AfterRecord {
  readonly record: CallbackRecord;
  readonly event: string;
  readonly before = false;

  /** @param schema the schema of the receipts' table */
  constructor(
    private readonly called: AfterRecord,
    private readonly schema: string,
  ) {
    this.record = called.record;
    this.event = called.event;
  }

  eventFor(handler: Handler, attempt: number, call: EventCall): AppEvent {
    const event = this.called.eventFor(handler, attempt, call);
    // Several listeners of the emitter are one handler, so they share one receipt.
    if (handler.id === LISTENERS || handler.own) return event;
    const { registration, id: eventId } = this.record;
    setReceiptKey(event, { schema: this.schema, registration, eventId, handler: handler.id });
    return event;
  }

  bodyFor(): object {
    return this.called.bodyFor();
  }
}
