import { deadRecord, type DeadLetterStore, type DeadRecord } from '../dead-letter.js';
import type { InboxStore } from './inbox-store.js';

/** The dead letters of an inbox, whichever process they died in. */
export class LmdbDeadLetters implements DeadLetterStore {
  /** @param revive has the dead letter of an id handled once more */
  constructor(
    private readonly store: InboxStore,
    private readonly revive: (id: string) => Promise<boolean>,
  ) {}

  async list(limit: number): Promise<DeadRecord[]> {
    return this.store.listDead(limit).map(deadRecord);
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    const found = this.store.findDead(id);
    return found && deadRecord(found);
  }

  replay(id: string): Promise<boolean> {
    return this.revive(id);
  }

  discard(id: string): Promise<boolean> {
    return this.store.discard(id);
  }
}
