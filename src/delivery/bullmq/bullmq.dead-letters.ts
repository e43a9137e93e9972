import type { DeadLetterStore, DeadRecord } from '../dead-letter.js';
import type { RecordQueue } from './record-queue.js';

/** The dead letters of a queue, whichever instance they died in. */
export class BullMqDeadLetters implements DeadLetterStore {
  constructor(private readonly queue: RecordQueue) {}

  list(limit: number): Promise<DeadRecord[]> {
    return this.queue.listDead(limit);
  }

  find(id: string): Promise<DeadRecord | undefined> {
    return this.queue.findDead(id);
  }

  replay(id: string): Promise<boolean> {
    return this.queue.revive(id);
  }

  discard(id: string): Promise<boolean> {
    return this.queue.discard(id);
  }
}
