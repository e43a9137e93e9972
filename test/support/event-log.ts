import { once } from 'node:events';
import type { EventEmitter2 } from '@nestjs/event-emitter';

/** Records what an emitter emits, so that a test can await an event instead of sleeping. */
export class EventLog {
  readonly names: string[] = [];
  private readonly emitted: { name: string; event: unknown }[] = [];
  private readonly arrivals = new EventTarget();

  constructor(emitter: EventEmitter2) {
    emitter.onAny((name, event: unknown) => {
      this.names.push(String(name));
      this.emitted.push({ name: String(name), event });
      this.arrivals.dispatchEvent(new Event('arrival'));
    });
  }

  /** The events of that name until now. */
  all<T>(name: string): T[] {
    return this.emitted.filter((entry) => entry.name === name).map(({ event }) => event as T);
  }

  /** The nth event of that name, as soon as it is there. */
  async get<T>(name: string, nth = 1): Promise<T> {
    for (;;) {
      const found = this.emitted.filter((entry) => entry.name === name)[nth - 1];
      if (found) return found.event as T;
      await once(this.arrivals, 'arrival');
    }
  }
}
