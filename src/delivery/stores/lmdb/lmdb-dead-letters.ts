import { isObject } from '../../../common/is-object.js';
import { TurnBudget } from '../../../common/time/turn-budget.js';
import type { Lifecycle } from '../../../lifecycle/lifecycle.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { DeadLetterLimits, DeadLetterStore, DeadRecord, DeadSummary } from '../../port/dead-record.js';
import { replayProgress, type Progress } from '../../port/progress.js';
import { fileBytesOf } from './file/file-bytes.js';
import type { Environment } from './environment.js';
import { idKey } from '../../../common/id-key.js';
import type { KnownIds } from './known-ids.js';
import { soundLetters, type FoundLetter } from '../sound-letters.js';
import type { SoundReader } from './sound-reader.js';
import { FORMAT, isStoredDead, WAITING, type DeadKey } from './stored-record.js';

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
    private readonly reader: SoundReader,
    private readonly ids: KnownIds,
    private readonly limits: Required<DeadLetterLimits>,
    private readonly lifecycle: Lifecycle,
    private readonly addPending: AddPending,
  ) {}

  /** Call it within a write. */
  put(dead: DeadRecord): void {
    const { body, ...record } = dead.record;
    const key: DeadKey = [dead.diedAt, idKey(record.id)];
    void this.environment.dead.put(key, { v: FORMAT, ...dead, record });
    void this.environment.deadBodies.put(key, body);
  }

  async list(limit: number, after?: string): Promise<DeadSummary[]> {
    await this.environment.thawed();
    const last = after === undefined ? undefined : this.keyOf(after);
    if (after !== undefined && last === undefined) throw new RangeError(`there is no dead letter ${after}`);
    const turn = new TurnBudget();
    return soundLetters(limit, last, async (room, start) => {
      await this.environment.thawed();
      const found: FoundLetter<DeadKey>[] = [];
      for (const key of this.keysBehind(start, room)) {
        found.push({ position: key, letter: this.summaryOf(key) });
        await turn.rest();
      }
      return found;
    });
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    await this.environment.thawed();
    const key = this.keyOf(id);
    const summary = key && this.summaryOf(key);
    if (key === undefined || summary === undefined) return undefined;
    const { deadBodies } = this.environment;
    const body = this.reader.read(deadBodies, key, isObject, `the body of the dead letter ${id}`);
    return body && { ...summary, record: { ...summary.record, body } };
  }

  async replay(id: string, handlers: readonly string[]): Promise<boolean> {
    const dead = await this.find(id);
    if (dead === undefined) return false;
    return this.environment.withRoom(fileBytesOf(dead.record), () =>
      this.addPending((put) =>
        this.ifDead([dead.diedAt, idKey(id)], () => {
          this.ids.set(idKey(id), WAITING);
          put(dead.record, replayProgress(handlers));
        }),
      ),
    );
  }

  async discard(id: string): Promise<boolean> {
    await this.environment.thawed();
    const key = this.keyOf(id);
    return key !== undefined && this.drop(key);
  }

  /** Deletes dead letters that are too old or too many. */
  async expire(now: number): Promise<void> {
    const { max, maxAgeMs } = this.limits;
    await this.expireAll('maxAgeMs', maxAgeMs, () =>
      this.keysBehind(undefined, EXPIRY_BATCH, [now - maxAgeMs, '']),
    );
    await this.expireAll('max', max, () => {
      const surplus = this.environment.read(() => this.environment.dead.getCount()) - max;
      return surplus > 0 ? this.keysBehind(undefined, Math.min(surplus, EXPIRY_BATCH)) : [];
    });
  }

  /** Reads only the keys of what expires. */
  private async expireAll(reason: 'max' | 'maxAgeMs', limit: number, over: () => DeadKey[]): Promise<void> {
    let count = 0;
    for (let keys = over(); keys.length > 0; keys = over()) {
      const dropped = await Promise.all(keys.map((key) => this.dropSurely(key)));
      count += dropped.filter(Boolean).length;
    }
    if (count > 0) this.lifecycle.report('expired', { reason, count, limit });
  }

  /** Also removes a letter that its id no longer leads to: it would block the next ones. */
  private async dropSurely(key: DeadKey): Promise<boolean> {
    if (await this.drop(key)) return true;
    await this.environment.written(async () => {
      await this.environment.dead.remove(key);
      await this.environment.deadBodies.remove(key);
    });
    return false;
  }

  private drop(key: DeadKey): Promise<boolean> {
    return this.ifDead(key, () => this.ids.forget(key[1]));
  }

  /** Removes a dead letter together with another write, unless another process has removed it. */
  private ifDead(key: DeadKey, write: () => void): Promise<boolean> {
    const [diedAt, id] = key;
    return this.environment.written(() =>
      this.ids.ifState(id, -diedAt, () => {
        void this.environment.dead.remove(key);
        void this.environment.deadBodies.remove(key);
        write();
      }),
    );
  }

  private keysBehind(start: DeadKey | undefined, limit: number, end?: DeadKey): DeadKey[] {
    const range = { start, exclusiveStart: start !== undefined, end, limit };
    return this.environment.read(() => [...this.environment.dead.getKeys(range)]);
  }

  private keyOf(id: string): DeadKey | undefined {
    const state = this.environment.entry(this.environment.ids, idKey(id))?.value;
    return typeof state !== 'number' || state >= WAITING ? undefined : [-state, idKey(id)];
  }

  private summaryOf(key: DeadKey): DeadSummary | undefined {
    const { dead } = this.environment;
    const stored = this.reader.read(dead, key, isStoredDead, `the dead letter ${key[1]}`);
    if (stored === undefined) return undefined;
    // Its id leads elsewhere, so that it could be neither found nor replayed.
    if (this.keyOf(stored.record.id)?.[0] !== key[0]) return undefined;
    const { record, reason, handlers, attempts, error, diedAt } = stored;
    return { record, reason, handlers, attempts, error, diedAt };
  }
}
