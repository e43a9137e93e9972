import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { CallbackRecord } from '../callback-record.js';
import type { DeadLetterLimits, DeadLetterStore, DeadRecord } from '../dead-record.js';

/** Dead letters in memory, in the order in which they died. */
export class MemoryDeadLetters implements DeadLetterStore {
  private readonly records = new Map<string, DeadRecord>();

  /** @param handle has a record handled once more */
  constructor(
    private readonly limits: Required<DeadLetterLimits>,
    private readonly lifecycle: Lifecycle,
    private readonly handle: (record: CallbackRecord, handlers: readonly string[]) => void,
  ) {}

  get size(): number {
    return this.records.size;
  }

  has(id: string): boolean {
    return this.records.has(id);
  }

  add(dead: DeadRecord): void {
    this.records.set(dead.record.id, dead);
    if (this.records.size <= this.limits.max) return;
    this.drop(1);
    this.lifecycle.report('expired', { reason: 'max', count: 1, limit: this.limits.max });
  }

  /** Drops those that are too old. */
  expire(): void {
    const { maxAgeMs } = this.limits;
    const oldest = Date.now() - maxAgeMs;
    let count = 0;
    for (const { diedAt } of this.records.values()) {
      if (diedAt >= oldest) break;
      count += 1;
    }
    if (count === 0) return;
    this.drop(count);
    this.lifecycle.report('expired', { reason: 'maxAgeMs', count, limit: maxAgeMs });
  }

  async list(limit: number, after?: string): Promise<DeadRecord[]> {
    const records = [...this.records.values()];
    const begin = after === undefined ? 0 : records.findIndex(({ record }) => record.id === after) + 1;
    if (after !== undefined && begin === 0) throw new RangeError(`there is no dead letter ${after}`);
    return records.slice(begin, begin + limit);
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    return this.records.get(id);
  }

  async replay(id: string, handlers: readonly string[]): Promise<boolean> {
    const dead = this.records.get(id);
    if (dead === undefined) return false;
    this.records.delete(id);
    this.handle(dead.record, handlers);
    return true;
  }

  async discard(id: string): Promise<boolean> {
    return this.records.delete(id);
  }

  private drop(count: number): void {
    for (const id of [...this.records.keys()].slice(0, count)) this.records.delete(id);
  }
}
