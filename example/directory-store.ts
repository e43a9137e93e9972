import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { DeliveryUnavailableError, type CallbackRecord, type DeadRecord } from 'nestjs-tencent-chat-webhook';

/** How often the ids whose time is over are forgotten, in ms. */
const FORGET_EVERY_MS = 60_000;

/** A record that waits for its handlers, or is in them. */
export interface WaitingRecord {
  record: CallbackRecord;
  /** How often its handlers were called, and failed. */
  attempts: number;
  /** When they are called next, in ms since the epoch. */
  dueAt: number;
}

/** What is known of each id. */
export class DirectoryStore {
  readonly waiting: Folder<WaitingRecord>;
  readonly dead: Folder<DeadRecord>;
  /** Until when an id is remembered, in ms since the epoch. */
  readonly handled: Folder<number>;
  /** The last change of each id that is being changed. */
  private readonly changes = new Map<string, Promise<unknown>>();
  private forgetting: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(path: string) {
    this.waiting = new Folder(join(path, 'waiting'));
    this.dead = new Folder(join(path, 'dead'));
    this.handled = new Folder(join(path, 'handled'));
  }

  static async open(path: string): Promise<DirectoryStore> {
    const store = new DirectoryStore(path);
    await Promise.all([store.waiting.load(), store.dead.load(), store.handled.load()]);
    for (const id of store.waiting.entries.keys()) {
      // A crash came after a record was written to where it goes, and before it was removed from here.
      if (store.dead.entries.has(id) || store.remembers(id)) await store.waiting.remove(id);
    }
    const logger = new Logger(DirectoryStore.name);
    const forget = () => store.forget().catch((error: unknown) => logger.warn(error));
    store.forgetting = setInterval(forget, FORGET_EVERY_MS).unref();
    return store;
  }

  knows(id: string): boolean {
    return this.waiting.entries.has(id) || this.dead.entries.has(id) || this.remembers(id);
  }

  /** Changes an id when its changes before are done: until an original is on the disk, a copy is no duplicate. */
  async change<Result>(id: string, change: () => Promise<Result>): Promise<Result> {
    const begin = (): Promise<Result> => {
      // The files may be another process's by now.
      if (this.closed) throw new DeliveryUnavailableError('the delivery is closed');
      return change();
    };
    const changed = (this.changes.get(id) ?? Promise.resolve()).then(begin, begin);
    this.changes.set(id, changed);
    try {
      return await changed;
    } finally {
      if (this.changes.get(id) === changed) this.changes.delete(id);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.forgetting);
    await Promise.allSettled(this.changes.values());
  }

  private remembers(id: string): boolean {
    return (this.handled.entries.get(id) ?? 0) > Date.now();
  }

  private async forget(): Promise<void> {
    for (const id of this.handled.entries.keys()) {
      if (this.closed) return;
      await this.change(id, async () => {
        if (!this.remembers(id)) await this.handled.remove(id);
      });
    }
  }
}

/** Entries by id: in memory, and each as a file. */
class Folder<Entry> {
  readonly entries = new Map<string, Entry>();

  constructor(private readonly path: string) {}

  async load(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    for (const name of await readdir(this.path)) {
      const file = join(this.path, name);
      if (name.endsWith('.json')) {
        const stored: { id: string; entry: Entry } = JSON.parse(await readFile(file, 'utf8'));
        this.entries.set(stored.id, stored.entry);
      } else await rm(file); // Nobody was told that it is kept.
    }
  }

  /** Resolves when neither a crash nor a power cut can lose the entry: its file is whole, and the folder names it. */
  async put(id: string, entry: Entry): Promise<void> {
    const file = this.fileOf(id);
    try {
      await writeFile(`${file}.new`, JSON.stringify({ id, entry }), { flush: true });
      await rename(`${file}.new`, file);
      const folder = await open(this.path);
      await folder.sync().finally(() => folder.close());
    } catch (cause) {
      throw new DeliveryUnavailableError(`${file} cannot be written`, { cause });
    }
    this.entries.set(id, entry);
  }

  /** @returns `false` when there is none of that id */
  async remove(id: string): Promise<boolean> {
    await rm(this.fileOf(id), { force: true });
    return this.entries.delete(id);
  }

  /** A hash, because an id may be of any length and any characters. */
  private fileOf(id: string): string {
    return join(this.path, `${createHash('sha256').update(id, 'utf16le').digest('hex')}.json`);
  }
}
