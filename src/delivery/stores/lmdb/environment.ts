import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { getLastVersion, open, type Database, type Key, type RootDatabase } from 'lmdb';
import { ConfigurationError } from '../../../common/configuration-error.js';
import { errorLine } from '../../../common/error-text.js';
import { nextTurn } from '../../../common/time/next-turn.js';
import { DeliveryUnavailableError } from '../../port/delivery.js';
import type { SharedValue } from '../../port/shared-state.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { assertRoom } from './file/disk-room.js';
import { assertSound } from './file/file-check.js';
import { DamagedFileError } from './file/file-meta.js';
import { FileReserve, ROOM } from './file/file-reserve.js';
import type { Lease } from './lease.js';
import {
  FORMAT,
  type DeadKey,
  type IdState,
  type MarkKey,
  type PendingKey,
  type StoredDeadRecord,
  type StoredRecord,
} from './stored-record.js';

/** Key of an entry of a shared log: the log, the part of a process in it, and the entry's number in the part. */
export type LogKey = [log: string, part: string, nth: number];

/** A shared value with its expiry in ms since the epoch. */
export interface StoredShared extends SharedValue {
  readonly until: number;
}

/** How many bytes of new records may wait for the disk. They pile up in memory while it hangs, and the file grows for them. */
const MAX_ADDING = 128 * 1024 * 1024;

/** The database of an inbox, and the only way to write to it. */
export class Environment {
  /** The holder of each partition. The version of an entry is the fence of its holder's writes. */
  readonly leases: Database<Lease, string>;
  readonly pending: Database<StoredRecord, PendingKey>;
  /** When the marked records are due, see `RunningMarks`. */
  readonly running: Database<number, MarkKey>;
  readonly dead: Database<StoredDeadRecord, DeadKey>;
  /** The bodies of the dead letters, so that a list reads none. */
  readonly deadBodies: Database<object, DeadKey>;
  /** States by the key of the id, see `idKey`; for versions see `versionOf`. */
  readonly ids: Database<IdState, string>;
  /** Values that processes share. */
  readonly shared: Database<StoredShared, string>;
  /** Entries of shared logs, see `LmdbSharedLog`. */
  readonly logEntries: Database<unknown, LogKey>;
  /** The ids in shared logs. */
  readonly logged: Database<number, string>;
  /** Until when each shared log is kept, in ms since the epoch. */
  readonly logs: Database<number, string>;
  private readonly root: RootDatabase;
  private readonly inode: number;
  private readonly reserve: FileReserve;
  private readonly breaker: CircuitBreaker;
  /** Bytes of the new records that wait for the disk. */
  private adding = 0;
  private gone = false;
  private closed = false;
  private readonly writing = new Set<Promise<unknown>>();
  private touching: Promise<void> | undefined;

  /** @throws ConfigurationError when the path cannot be used */
  constructor(
    readonly path: string,
    registration: string,
  ) {
    this.breaker = new CircuitBreaker(() => assertRoom(path));
    try {
      mkdirSync(path, { recursive: true });
      accessSync(path, constants.R_OK | constants.W_OK);
      assertSound(join(path, 'data.mdb'));
      this.root = open({
        path,
        encoding: 'json',
        // A directory, even with a dot in its name.
        noSubdir: false,
        // A write resolves when it is on the disk.
        overlappingSync: false,
        // A turn's batch has a promise that nothing awaits: its rejection on a full disk would end the process.
        eventTurnBatching: false,
      });
      this.assertOurs(registration);
      this.leases = this.root.openDB('leases', { useVersions: true });
      this.pending = this.root.openDB('pending', {});
      this.running = this.root.openDB('running', {});
      this.dead = this.root.openDB('dead', {});
      this.deadBodies = this.root.openDB('deadBodies', {});
      this.ids = this.root.openDB('ids', { useVersions: true });
      this.shared = this.root.openDB('shared', { useVersions: true });
      this.logEntries = this.root.openDB('logEntries', {});
      this.logged = this.root.openDB('logged', { useVersions: true });
      this.logs = this.root.openDB('logs', {});
      this.inode = statSync(join(path, 'data.mdb')).ino;
      this.reserve = new FileReserve(join(path, 'data.mdb'));
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      if (error instanceof DamagedFileError) {
        throw new ConfigurationError(
          'delivery.path',
          `"${path}", an inbox whose data.mdb is damaged (${error.message})`,
          'move the directory away as the manual says in "A damaged inbox": what it holds is lost to the app',
        );
      }
      throw new ConfigurationError(
        'delivery.path',
        `"${path}", which cannot be used (${errorLine(error)})`,
        'give a directory on a local disk that this process may write to',
      );
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

  /**
   * Resolves when the disk takes writes. Await it before `read` unless a write was awaited: LMDB marks each reader in its lock file, which
   * is mapped into memory, and on a frozen disk that would stop the event loop.
   */
  thawed(): Promise<void> {
    const now = new Date();
    this.touching ??= utimes(join(this.path, 'lock.mdb'), now, now)
      .catch(() => {})
      .finally(() => {
        this.touching = undefined;
      });
    return this.touching;
  }

  /**
   * Reads the present state, including what other processes have written since the event loop's last turn.
   *
   * @throws DeliveryUnavailableError when this environment is closed
   */
  read<Result>(look: () => Result): Result {
    this.assertOpen();
    this.root.resetReadTxn();
    return look();
  }

  /** Reads a value with its version, also of a damaged entry: a value that is no JSON is `undefined`. */
  entry<EntryKey extends Key>(
    table: Database<unknown, EntryKey>,
    key: EntryKey,
  ): { value: unknown; version: number } | undefined {
    return this.read(() => {
      try {
        const found = table.getEntry(key);
        return found && { value: found.value, version: found.version ?? 0 };
      } catch {
        // LMDB reads the version before the value, which is no JSON.
        return { value: undefined, version: getLastVersion() };
      }
    });
  }

  /** @throws DeliveryUnavailableError if the files were deleted, so that writes to them are lost */
  assertThere(): void {
    const inode = statSync(join(this.path, 'data.mdb'), { throwIfNoEntry: false })?.ino;
    this.gone = inode !== this.inode;
    if (this.gone) throw this.unavailable('its directory is gone');
  }

  /** Waits for the writes that run, and refuses later ones: LMDB would throw in its own turn, and end the process. */
  async close(): Promise<void> {
    this.closed = true;
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

  private assertOpen(): void {
    if (this.closed) throw this.unavailable('it is closed');
  }

  private unavailable(why: string): DeliveryUnavailableError {
    return new DeliveryUnavailableError(`the inbox ${this.path} cannot be written: ${why}`);
  }

  private assertOurs(registration: string): void {
    const meta = this.root.openDB<number | string, string>('format', {});
    const format = meta.get('format') ?? FORMAT;
    if (format !== FORMAT) {
      throw new ConfigurationError(
        'delivery.path',
        `"${this.path}", an inbox of format ${format}, which this release cannot read: its format is ${FORMAT}`,
        'empty the inbox with the release that has written it, or give another directory',
      );
    }
    const owner = meta.get('registration') ?? registration;
    if (owner !== registration) {
      throw new ConfigurationError(
        'delivery.path',
        `"${this.path}", the inbox of the registration '${owner}'`,
        `give the registration '${registration}' its own directory`,
      );
    }
    // Only into a new inbox, because an old one may have no room for a commit.
    if (meta.get('registration') !== undefined) return;
    meta.putSync('format', FORMAT);
    meta.putSync('registration', registration);
  }
}
