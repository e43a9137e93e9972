import { closeSync, fstatSync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { readFileMeta } from './file-meta.js';
import { countFreePages } from './free-pages.js';

/** Bytes that a write needs behind the pages in use, in addition to those of its records. */
export const ROOM = {
  /** For a new record. */
  toAdd: 1024 * 1024,
  /** For a result, a lease and the like, so that accepted callbacks are still handled on a full disk. */
  toEnd: 256 * 1024,
};

/** The file grows by this many bytes. */
const STEP = 1024 * 1024;

const ZEROS = Buffer.alloc(64 * 1024);

const writeTo = promisify(write);

/**
 * Room on the disk behind the pages that LMDB uses. The file already has it, so that this class, and not a commit, finds a full disk: a
 * commit that fails makes LMDB write beyond its memory, and the process may end.
 *
 * Processes that share the file add to its end only. So none of them overwrites a page that another one has just written.
 */
export class FileReserve {
  private readonly descriptor: number;
  /** Bytes behind the pages in use; `undefined` when a write may have changed them. */
  private free: number | undefined;
  /** Bytes of the records that are being written. */
  private taken = 0;
  private growing: Promise<void> | undefined;

  constructor(file: string) {
    this.descriptor = openSync(file, 'a+');
  }

  /**
   * Whether there is room for a write.
   *
   * @param bytes of its records
   * @param floor a member of `ROOM`
   */
  has(bytes: number, floor: number): boolean {
    this.free ??= this.look();
    return this.free - this.taken >= floor + bytes;
  }

  /**
   * Makes room for a write.
   *
   * @throws Error why the disk has none
   */
  async make(bytes: number, floor: number): Promise<void> {
    while (!this.has(bytes, floor)) {
      this.growing ??= this.grow().finally(() => {
        this.growing = undefined;
        this.free = undefined;
      });
      try {
        await this.growing;
      } catch (error) {
        if (this.hasFreePages(bytes, floor)) return;
        if (!this.has(bytes, floor)) throw error;
      }
    }
  }

  /** Keeps room for records until {@link give}. */
  take(bytes: number): void {
    this.taken += bytes;
  }

  give(bytes: number): void {
    this.taken -= bytes;
  }

  /** A write has ended. */
  changed(): void {
    this.free = undefined;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private look(): number {
    const meta = readFileMeta(this.descriptor);
    if (meta === undefined) return Infinity;
    return fstatSync(this.descriptor).size - (meta.lastPage + 1) * meta.pageBytes;
  }

  /** Whether the file cannot grow, but has enough pages that are free again. A large value may not fit into half of them. */
  private hasFreePages(bytes: number, floor: number): boolean {
    const meta = readFileMeta(this.descriptor);
    if (meta === undefined || !this.has(0, ROOM.toEnd)) return false;
    const enough = (2 * (floor + bytes + this.taken)) / meta.pageBytes;
    return countFreePages(this.descriptor, meta, enough) >= enough;
  }

  private async grow(): Promise<void> {
    for (let left = STEP; left > 0;) {
      const { bytesWritten } = await writeTo(this.descriptor, ZEROS, 0, Math.min(left, ZEROS.length));
      left -= bytesWritten;
    }
  }
}
