import type { Lifecycle } from '../../../lifecycle/lifecycle.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import {
  deadRecord,
  type DeadLetterLimits,
  type DeadLetterStore,
  type DeadRecord,
} from '../../port/dead-record.js';
import { replayProgress, type Progress } from '../../port/progress.js';
import type { Environment } from './environment.js';
import { idKey } from './id-key.js';
import type { KnownIds } from './known-ids.js';
import { FORMAT, WAITING, type DeadKey } from './stored-record.js';

/** Maximum number of dead letters that expire in one write. */
const EXPIRY_BATCH = 500;

/** Adds a record as a part of the given write. */
export type AddPending = (
  write: (put: (record: CallbackRecord, progress: Progress) => void) => Promise<boolean>,
) => Promise<boolean>;

/** The dead letters of an inbox, from all processes. */
export class LmdbDeadLetters implements DeadLetterStore {
  constructor(
    private readonly environment: Environment,
    private readonly ids: KnownIds,
    private readonly limits: Required<DeadLetterLimits>,
    private readonly lifecycle: Lifecycle,
    private readonly addPending: AddPending,
  ) {}

  /** Part of a write. */
  put(dead: DeadRecord): void {
    void this.environment.dead.put(keyOf(dead), { v: FORMAT, ...dead });
  }

  async list(limit: number, after?: string): Promise<DeadRecord[]> {
    if (after === undefined) return this.page(limit);
    const last = this.findStored(after);
    if (last === undefined) throw new RangeError(`there is no dead letter ${after}`);
    return this.page(limit + 1, keyOf(last)).slice(1);
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    return this.findStored(id);
  }

  async replay(id: string, handlers: readonly string[]): Promise<boolean> {
    const dead = this.findStored(id);
    if (dead === undefined) return false;
    return this.addPending((put) =>
      this.ifDead(dead, () => {
        this.ids.set(idKey(id), WAITING);
        put(dead.record, replayProgress(handlers));
      }),
    );
  }

  async discard(id: string): Promise<boolean> {
    const dead = this.findStored(id);
    return dead !== undefined && this.drop(dead);
  }

  /** Deletes dead letters that are too old or too many. */
  async expire(now: number): Promise<void> {
    const { max, maxAgeMs } = this.limits;
    await this.report('maxAgeMs', maxAgeMs, this.page(EXPIRY_BATCH, undefined, [now - maxAgeMs, '']));
    const surplus = this.environment.read(() => this.environment.dead.getCount()) - max;
    if (surplus > 0) await this.report('max', max, this.page(surplus));
  }

  private async report(reason: 'max' | 'maxAgeMs', limit: number, letters: DeadRecord[]): Promise<void> {
    if (letters.length === 0) return;
    const dropped = await Promise.all(letters.map((dead) => this.drop(dead)));
    const count = dropped.filter(Boolean).length;
    if (count > 0) this.lifecycle.report('expired', { reason, count, limit });
  }

  private drop(dead: DeadRecord): Promise<boolean> {
    return this.ifDead(dead, () => this.ids.forget(idKey(dead.record.id)));
  }

  /** Removes a dead letter together with another write, unless another process has removed it. */
  private ifDead(dead: DeadRecord, write: () => void): Promise<boolean> {
    return this.environment.written(() =>
      this.ids.ifState(idKey(dead.record.id), -dead.diedAt, () => {
        void this.environment.dead.remove(keyOf(dead));
        write();
      }),
    );
  }

  private page(limit: number, start?: DeadKey, end?: DeadKey): DeadRecord[] {
    return this.environment.read(() =>
      [...this.environment.dead.getRange({ start, end, limit })].map(({ value }) => deadRecord(value)),
    );
  }

  private findStored(id: string): DeadRecord | undefined {
    return this.environment.read(() => {
      const state = this.environment.ids.get(idKey(id));
      if (state === undefined || state >= WAITING) return undefined;
      const found = this.environment.dead.get([-state, idKey(id)]);
      return found && deadRecord(found);
    });
  }
}

function keyOf({ diedAt, record }: DeadRecord): DeadKey {
  return [diedAt, idKey(record.id)];
}
