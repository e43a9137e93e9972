import { LinkedList, type Linked } from '../../../common/collections/linked-list.js';
import { LinkedQueue, type Queued } from '../../../common/collections/linked-queue.js';
import { bytesOf } from '../../port/bytes-of.js';
import { takeTypedBody, type CallbackRecord } from '../../port/callback-record.js';
import { isClaim, type CallbackStore, type Claim } from '../../port/callback-store.js';
import type { Death } from '../../port/dead-record.js';
import { DeliveryUnavailableError, type DeliveryContext, type StoreStats } from '../../port/delivery.js';
import { NO_PROGRESS, replayProgress, type Progress } from '../../port/progress.js';
import { shortId } from '../../../common/short-id.js';
import { timerMsUntil } from '../../../common/time/steady-now.js';
import type { ResolvedInProcessOptions } from './in-process.options.js';
import { KnownIds } from './known-ids.js';
import { MemoryDeadLetters } from './memory-dead-letters.js';
import { MemoryLog } from './memory-log.js';

/** Maximum number of ids that are remembered to recognise duplicates: about 14 MB. */
const REMEMBERED_IDS = 100_000;

/** Longest id that is remembered as it is, in characters. A longer one may contain parts of the body, so its hash is remembered. */
const MAX_ID = 128;

/** A record in memory. Writes change it in place. */
interface MemoryClaim extends Claim, Linked<MemoryClaim>, Queued<MemoryClaim> {
  /** Estimated bytes of its record. */
  readonly bytes: number;
  progress: Progress;
  /** Set while the record waits for its next attempt. */
  timer?: NodeJS.Timeout;
}

/** Keeps records in the memory of this process. Every write is synchronous. */
export class MemoryStore implements CallbackStore<MemoryClaim> {
  readonly label = 'in process';
  readonly durable = false;
  readonly deadLetters: MemoryDeadLetters;
  readonly log = new MemoryLog();
  /** Pending records. */
  private readonly pending = new LinkedList<MemoryClaim>();
  /** Estimated bytes of the pending records. */
  private pendingBytes = 0;
  /** Records that are due and not claimed. */
  private readonly ready = new LinkedQueue<MemoryClaim>();
  private readonly ids = new KnownIds(REMEMBERED_IDS);
  private wake = (): void => {};

  constructor(
    private readonly options: ResolvedInProcessOptions,
    { lifecycle }: DeliveryContext,
  ) {
    this.deadLetters = new MemoryDeadLetters(options, lifecycle, (record, handlers) => {
      this.ready.add(this.keep(record, replayProgress(handlers), bytesOf(record)));
      this.wake();
    });
  }

  add(record: CallbackRecord, claimNow: boolean): MemoryClaim | 'accepted' | 'duplicate' {
    if (this.knows(record.id)) return 'duplicate';
    if (this.pending.size >= this.options.capacity) {
      throw new DeliveryUnavailableError(`${this.pending.size} callbacks are waiting for their handlers`);
    }
    const bytes = bytesOf(record);
    if (this.pendingBytes + bytes > this.options.capacityBytes) {
      throw new DeliveryUnavailableError('the callbacks that wait for their handlers take all their memory');
    }
    const claim = this.keep(record, NO_PROGRESS, bytes);
    if (claimNow) return claim;
    // The instance would take 56 bytes while the record waits. Its handler gets another one.
    takeTypedBody(record);
    this.ready.add(claim);
    return 'accepted';
  }

  claim(limit: number, dueUntil: number): MemoryClaim[] {
    if (dueUntil === Infinity) {
      for (const claim of this.pending.fromOldest()) {
        if (claim.timer !== undefined) this.becomeReady(claim);
      }
    }
    const claims: MemoryClaim[] = [];
    while (claims.length < limit) {
      const claim = this.ready.take();
      if (claim === undefined) break;
      claims.push(claim);
    }
    return claims;
  }

  complete(claim: MemoryClaim): boolean {
    const forMs = Math.max(this.options.dedupeWindowMs, claim.record.rememberMs ?? 0);
    this.release(claim);
    const key = idKey(claim.record.id);
    if (forMs > 0) this.ids.remember(key, forMs);
    else this.ids.forget(key);
    return true;
  }

  reschedule(claim: MemoryClaim, dueAt: number, progress: Progress): boolean {
    claim.progress = progress;
    claim.timer = setTimeout(() => {
      this.becomeReady(claim);
      this.wake();
    }, timerMsUntil(dueAt));
    return true;
  }

  save(claim: MemoryClaim, progress: Progress): boolean {
    claim.progress = progress;
    return true;
  }

  deadLetter(claimed: MemoryClaim | CallbackRecord, death: Death): boolean {
    if (isClaim(claimed)) {
      this.release(claimed);
      this.ids.forget(idKey(claimed.record.id));
    } else if (this.knows(claimed.id)) return false;
    const record = isClaim(claimed) ? claimed.record : claimed;
    this.deadLetters.add({ record, ...death, diedAt: Date.now() });
    return true;
  }

  async renew(): Promise<void> {
    this.deadLetters.expire();
  }

  onDue(wake: () => void): void {
    this.wake = wake;
  }

  async stats(): Promise<StoreStats> {
    const { oldest } = this.pending;
    return {
      pending: this.pending.size,
      dead: this.deadLetters.size,
      oldestPendingAt: oldest?.record.receivedAt ?? null,
    };
  }

  async close(): Promise<void> {
    for (const { timer } of this.pending.fromOldest()) clearTimeout(timer);
  }

  private knows(id: string): boolean {
    return this.ids.has(idKey(id)) || this.deadLetters.has(id);
  }

  private keep(record: CallbackRecord, progress: Progress, bytes: number): MemoryClaim {
    const claim: MemoryClaim = {
      record,
      progress,
      bytes,
      timer: undefined,
      older: undefined,
      newer: undefined,
      behind: undefined,
    };
    this.ids.hold(idKey(record.id));
    this.pending.append(claim);
    this.pendingBytes += bytes;
    return claim;
  }

  private release(claim: MemoryClaim): void {
    this.pending.remove(claim);
    this.pendingBytes -= claim.bytes;
  }

  private becomeReady(claim: MemoryClaim): void {
    clearTimeout(claim.timer);
    claim.timer = undefined;
    this.ready.add(claim);
  }
}

function idKey(id: string): string {
  return id.length > MAX_ID ? shortId(id) : id;
}
