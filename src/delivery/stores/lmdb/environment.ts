import { statSync } from 'node:fs';
import { join } from 'node:path';
import { errorLine } from '../../../common/error-text.js';
import { nextTurn } from '../../../common/time/next-turn.js';
import { DeliveryUnavailableError } from '../../port/delivery.js';
import { CircuitBreaker } from './file/circuit-breaker.js';
import { assertRoom } from './file/disk-room.js';
import { FileReserve, ROOM } from './file/file-reserve.js';
import { InboxTables, unusable } from './inbox-tables.js';

/** How many bytes of new records may wait for the disk. They pile up in memory while it hangs, and the file grows for them. */
const MAX_ADDING = 128 * 1024 * 1024;

/** The database of an inbox, and the only way to write to it. */
export class Environment extends InboxTables {
  private readonly inode: number;
  private readonly reserve: FileReserve;
  private readonly breaker: CircuitBreaker;
  /** Bytes of the new records that wait for the disk. */
  private adding = 0;
  private gone = false;
  private readonly writing = new Set<Promise<unknown>>();

  /** @throws ConfigurationError when the path cannot be used */
  constructor(path: string, registration: string) {
    super(path, registration);
    const file = join(path, 'data.mdb');
    this.breaker = new CircuitBreaker(() => assertRoom(path));
    try {
      this.inode = statSync(file).ino;
      this.reserve = new FileReserve(file);
    } catch (error) {
      throw unusable(path, error);
    }
  }

  /**
   * Makes a write that adds records, when there is room for them.
   *
   * @param bytes of the records, by `fileBytesOf`
   * @param write makes the write by {@link written}
   * @throws DeliveryUnavailableError when there is no room, or it could not be written
   */
  async withRoom<Outcome>(bytes: number, write: () => Promise<Outcome>): Promise<Outcome> {
    this.assertOpen();
    if (this.adding > 0 && this.adding + bytes > MAX_ADDING) {
      throw this.unavailable('the disk does not keep up');
    }
    this.adding += bytes;
    try {
      return await this.inReserve(bytes, write);
    } finally {
      this.adding -= bytes;
    }
  }

  /** Makes room for results unless there is enough. @returns whether there is now */
  makesRoomToEnd(bytes: number): Promise<boolean> {
    return this.makeRoom(bytes, ROOM.toEnd).then(
      () => true,
      () => false,
    );
  }

  /**
   * Waits until a write is on the disk.
   *
   * @param write begins it
   * @param bytes of the records that it replaces
   * @throws DeliveryUnavailableError when it could not be written, or this environment is closed: nothing of it is kept then
   */
  async written<Outcome>(write: () => Promise<Outcome>, bytes = 0): Promise<Outcome> {
    if (this.gone) throw this.unavailable('its directory is gone');
    this.assertOpen();
    const outcome = this.reserve.has(bytes, ROOM.toEnd)
      ? this.breaker.run(write)
      : this.makeRoom(bytes, ROOM.toEnd).then(() => this.breaker.run(write));
    this.writing.add(outcome);
    try {
      return await outcome;
    } catch (error) {
      throw error instanceof DeliveryUnavailableError ? error : this.unavailable(errorLine(error));
    } finally {
      this.writing.delete(outcome);
      this.reserve.changed();
    }
  }

  /** @throws DeliveryUnavailableError if the files were deleted, so that writes to them are lost */
  assertThere(): void {
    const inode = statSync(join(this.path, 'data.mdb'), { throwIfNoEntry: false })?.ino;
    this.gone = inode !== this.inode;
    if (this.gone) throw this.unavailable('its directory is gone');
  }

  /** Waits for the writes that run, and refuses later ones: LMDB would throw in its own turn, and end the process. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.writing);
    // LMDB begins a commit in the turn after the write.
    await nextTurn();
    await this.root.close();
    this.reserve.close();
  }

  private async inReserve<Outcome>(bytes: number, write: () => Promise<Outcome>): Promise<Outcome> {
    if (!this.reserve.has(bytes, ROOM.toAdd)) await this.makeRoom(bytes, ROOM.toAdd);
    this.reserve.take(bytes);
    try {
      return await write();
    } finally {
      this.reserve.give(bytes);
    }
  }

  private async makeRoom(bytes: number, floor: number): Promise<void> {
    this.assertOpen();
    const room = this.reserve.make(bytes, floor);
    this.writing.add(room);
    try {
      await room;
    } catch (error) {
      throw this.unavailable(errorLine(error));
    } finally {
      this.writing.delete(room);
    }
  }
}
