import type { ExpiredStep } from '../../../lifecycle/lifecycle-steps.js';
import type { Lifecycle } from '../../../lifecycle/lifecycle.js';
import { bytesOf } from '../../port/bytes-of.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { DeadLetterStore, DeadRecord, DeadSummary } from '../../port/dead-record.js';
import type { ResolvedInProcessOptions } from './in-process.options.js';

/** A dead letter, with its estimated bytes: counting them again would walk its body again. */
interface Kept {
  readonly dead: DeadRecord;
  readonly bytes: number;
}

/** Keeps dead letters in memory, ordered by their time of death. */
export class MemoryDeadLetters implements DeadLetterStore {
  private readonly records = new Map<string, Kept>();
  private bytes = 0;

  /** @param handle makes a record pending again */
  constructor(
    private readonly options: ResolvedInProcessOptions,
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
    this.remove(dead.record.id);
    const bytes = bytesOf(dead.record);
    this.records.set(dead.record.id, { dead, bytes });
    this.bytes += bytes;
    const { deadLetters, capacityBytes } = this.options;
    if (this.records.size > deadLetters.max) this.drop(1, 'max', deadLetters.max);
    const tooMuch = this.bytes - capacityBytes;
    if (tooMuch > 0) this.drop(this.oldestOf(tooMuch), 'capacityBytes', capacityBytes);
  }

  /** Deletes dead letters that are too old. */
  expire(): void {
    const { maxAgeMs } = this.options.deadLetters;
    const oldest = Date.now() - maxAgeMs;
    let count = 0;
    for (const { dead } of this.records.values()) {
      if (dead.diedAt >= oldest) break;
      count += 1;
    }
    if (count > 0) this.drop(count, 'maxAgeMs', maxAgeMs);
  }

  async list(limit: number, after?: string): Promise<DeadSummary[]> {
    const records = [...this.records.values()];
    const begin = after === undefined ? 0 : records.findIndex(({ dead }) => dead.record.id === after) + 1;
    if (after !== undefined && begin === 0) throw new RangeError(`there is no dead letter ${after}`);
    return records.slice(begin, begin + limit).map(({ dead }) => dead);
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    const dead = this.records.get(id)?.dead;
    return dead && { ...dead, record: { ...dead.record, body: structuredClone(dead.record.body) } };
  }

  async replay(id: string, handlers: readonly string[]): Promise<boolean> {
    const kept = this.records.get(id);
    if (kept === undefined) return false;
    this.remove(id);
    this.handle(kept.dead.record, handlers);
    return true;
  }

  async discard(id: string): Promise<boolean> {
    return this.remove(id);
  }

  private remove(id: string): boolean {
    const kept = this.records.get(id);
    if (kept === undefined) return false;
    this.bytes -= kept.bytes;
    return this.records.delete(id);
  }

  /** Returns how many of the oldest take this many bytes. */
  private oldestOf(bytes: number): number {
    let count = 0;
    let left = bytes;
    for (const kept of this.records.values()) {
      if (left <= 0) break;
      left -= kept.bytes;
      count += 1;
    }
    return count;
  }

  private drop(count: number, reason: ExpiredStep['reason'], limit: number): void {
    for (const id of [...this.records.keys()].slice(0, count)) this.remove(id);
    this.lifecycle.report('expired', { reason, count, limit });
  }
}
