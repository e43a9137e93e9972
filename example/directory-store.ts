import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  afterCrash,
  deliveryOn,
  isClaim,
  NO_PROGRESS,
  replayProgress,
  type CallbackRecord,
  type CallbackStore,
  type Claim,
  type CompleteDeliveryOptions,
  type DeadLetterStore,
  type DeadRecord,
  type Death,
  type DeliveryFactory,
  type DeliveryOptions,
  type Progress,
  type StoreStats,
} from 'nestjs-tencent-chat-webhook';

/** One file: a record that waits, a dead letter, or the id of a record that was handled. */
interface Entry extends Claim {
  progress: Progress;
  dueAt: number;
  claimed?: boolean;
  dead?: DeadRecord;
  knownUntil?: number;
}

/** Keeps each callback as a file of a directory, for one process at a time. Not for Windows. */
export function directoryDelivery({ path, ...options }: DeliveryOptions & { path: string }): DeliveryFactory {
  return deliveryOn((_context, complete) => DirectoryStore.open(path, complete), options);
}

export class DirectoryStore implements CallbackStore<Entry> {
  readonly label: string;
  readonly durable = true;
  /** What the files hold, by id. */
  private readonly entries = new Map<string, Entry>();
  /** Entries that are on their way to the disk. */
  private readonly unwritten = new Set<Entry>();
  private wake = (): void => {};

  private constructor(
    private readonly path: string,
    private readonly options: CompleteDeliveryOptions,
  ) {
    this.label = `in the files of ${path}`;
  }

  static async open(path: string, options: CompleteDeliveryOptions): Promise<DirectoryStore> {
    const store = new DirectoryStore(path, options);
    await mkdir(path, { recursive: true });
    for (const name of (await readdir(path)).filter((each) => each.endsWith('.json'))) {
      const entry: Entry = JSON.parse(await readFile(join(path, name), 'utf8'));
      // Still claimed: the process died in its handlers.
      if (entry.claimed) Object.assign(entry, { claimed: false, progress: afterCrash(entry.progress) });
      store.entries.set(entry.record.id, entry);
    }
    return store;
  }

  async add(record: CallbackRecord): Promise<'accepted' | 'duplicate'> {
    if (!(await this.put({ record, progress: NO_PROGRESS, dueAt: 0 }, true))) return 'duplicate';
    this.wake();
    return 'accepted';
  }

  async claim(limit: number, dueUntil: number): Promise<Entry[]> {
    const due = this.pending().filter(
      (entry) => !entry.claimed && entry.dueAt <= dueUntil && !this.unwritten.has(entry),
    );
    const claims = due.slice(0, limit);
    await Promise.all(claims.map((entry) => this.write(Object.assign(entry, { claimed: true }))));
    return claims;
  }

  async complete(entry: Entry): Promise<boolean> {
    const knownMs = Math.max(this.options.dedupeWindowMs, entry.record.rememberMs ?? 0);
    await this.put({ ...entry, claimed: false, knownUntil: Date.now() + knownMs });
    return true;
  }

  async reschedule(entry: Entry, dueAt: number, progress: Progress): Promise<boolean> {
    await this.put({ ...entry, claimed: false, dueAt, progress });
    setTimeout(() => this.wake(), dueAt - Date.now()).unref();
    return true;
  }

  async save(entry: Entry, progress: Progress): Promise<boolean> {
    await this.write(Object.assign(entry, { progress }));
    return true;
  }

  async deadLetter(claimed: Entry | CallbackRecord, death: Death): Promise<boolean> {
    const record = isClaim(claimed) ? claimed.record : claimed;
    const dead = { record, ...death, diedAt: Date.now() };
    return this.put({ record, progress: NO_PROGRESS, dueAt: 0, dead }, !isClaim(claimed));
  }

  readonly deadLetters: DeadLetterStore = {
    list: async (limit, after) => {
      const dead = this.dead();
      const begin = after === undefined ? 0 : dead.findIndex(({ record }) => record.id === after) + 1;
      if (after !== undefined && begin === 0) throw new RangeError(`there is no dead letter ${after}`);
      return dead.slice(begin, begin + limit);
    },
    find: async (id) => this.deadOf(this.entries.get(id)),
    replay: async (id, handlers) => {
      const record = this.deadOf(this.entries.get(id))?.record;
      if (record === undefined) return false;
      await this.put({ record, progress: replayProgress(handlers), dueAt: 0 });
      this.wake();
      return true;
    },
    discard: async (id) => this.deadOf(this.entries.get(id)) !== undefined && this.remove(id),
  };

  /** Forgets what is over: this process has no lease to renew. */
  async renew(): Promise<void> {
    const { max, maxAgeMs } = this.options.deadLetters;
    const now = Date.now();
    const over = [...this.entries.values()].filter(({ knownUntil = now + 1 }) => knownUntil <= now);
    const dead = this.dead();
    const dropped = dead.filter(({ diedAt }, nth) => nth < dead.length - max || diedAt < now - maxAgeMs);
    await Promise.all([...over, ...dropped].map(({ record }) => this.remove(record.id)));
  }

  onDue(wake: () => void): void {
    this.wake = wake;
  }

  async stats(): Promise<StoreStats> {
    const received = this.pending().map(({ record }) => record.receivedAt);
    const oldestPendingAt = received.length === 0 ? null : Math.min(...received);
    return { pending: received.length, dead: this.dead().length, oldestPendingAt };
  }

  /** What is still claimed was not in its handlers when the process died. */
  async close(): Promise<void> {
    const claimed = [...this.entries.values()].filter((entry) => entry.claimed);
    await Promise.all(claimed.map((entry) => this.put({ ...entry, claimed: false })));
  }

  private pending(): Entry[] {
    return [...this.entries.values()].filter(({ dead, knownUntil }) => !dead && knownUntil === undefined);
  }

  private dead(): DeadRecord[] {
    return [...this.entries.values()].flatMap((entry) => this.deadOf(entry) ?? []);
  }

  private deadOf(entry: Entry | undefined): DeadRecord | undefined {
    return entry === undefined || this.unwritten.has(entry) ? undefined : entry.dead;
  }

  private async put(entry: Entry, isNew = false): Promise<boolean> {
    const { id } = entry.record;
    const known = this.entries.get(id);
    const isOver = (known?.knownUntil ?? Infinity) <= Date.now();
    if (isNew && known !== undefined && (!isOver || this.unwritten.has(known))) return false;
    // The entry of one that died now comes behind those that died before.
    this.entries.delete(id);
    this.entries.set(id, entry);
    this.unwritten.add(entry);
    await this.write(entry);
    this.unwritten.delete(entry);
    return true;
  }

  /** On the disk under its name, whole or not at all. */
  private async write(entry: Entry): Promise<void> {
    const file = this.fileOf(entry.record.id);
    const temporary = await open(`${file}.tmp`, 'w');
    await temporary.writeFile(JSON.stringify(entry));
    await temporary.sync();
    await temporary.close();
    await rename(`${file}.tmp`, file);
  }

  private async remove(id: string): Promise<true> {
    this.entries.delete(id);
    await rm(this.fileOf(id), { force: true });
    return true;
  }

  private fileOf(id: string): string {
    const name = createHash('sha256').update(Buffer.from(id, 'utf16le')).digest('hex');
    return join(this.path, `${name}.json`);
  }
}
