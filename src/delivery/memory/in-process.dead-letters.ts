import { Logger } from '@nestjs/common';
import type { CallbackRecord } from '../callback-record.js';
import type { DeadLetterStore, DeadRecord } from '../dead-letter.js';

/** Dead letters in memory, the last `capacity` of them. */
export class InProcessDeadLetters implements DeadLetterStore {
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly records = new Map<string, DeadRecord>();

  /** @param revive has a record handled once more */
  constructor(
    private readonly capacity: number,
    private readonly revive: (record: CallbackRecord) => void,
  ) {}

  get size(): number {
    return this.records.size;
  }

  has(id: string): boolean {
    return this.records.has(id);
  }

  add(dead: DeadRecord): void {
    this.records.set(dead.record.id, dead);
    const [oldest] = this.records.keys();
    if (this.records.size <= this.capacity || oldest === undefined) return;
    this.records.delete(oldest);
    this.logger.error(
      `the dead letter ${oldest} was dropped, because there are more than the ${this.capacity} of deadLetterCapacity`,
    );
  }

  async list(limit: number): Promise<DeadRecord[]> {
    return [...this.records.values()].slice(0, limit);
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    return this.records.get(id);
  }

  async replay(id: string): Promise<boolean> {
    const dead = this.records.get(id);
    if (dead === undefined) return false;
    this.records.delete(id);
    this.revive(dead.record);
    return true;
  }

  async discard(id: string): Promise<boolean> {
    return this.records.delete(id);
  }
}
