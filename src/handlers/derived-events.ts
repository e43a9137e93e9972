import { Injectable } from '@nestjs/common';
import type { CallbackRecord } from '../delivery/port/callback-record.js';

/** An event that is made from callbacks, and not received. */
export interface DerivedEvent {
  /** Name of the event, and what stands for its records' command. */
  readonly name: string;
  /** The event of a record, perhaps of one that another process has made. */
  create(record: CallbackRecord, attempt: number): object;
}

/** The derived events that the module makes, by name. */
@Injectable()
export class DerivedEvents {
  private readonly events = new Map<string, DerivedEvent>();

  register(event: DerivedEvent): void {
    this.events.set(event.name, event);
  }

  has(name: string): boolean {
    return this.events.has(name);
  }

  /** @throws Error for a record of a release that made others */
  of(record: CallbackRecord): DerivedEvent {
    const event = this.events.get(record.command);
    if (event !== undefined) return event;
    throw new Error(`this release does not make events of the name ${record.command}`);
  }
}
