import { accessSync, constants, mkdirSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { getLastVersion, open, type Database, type Key, type RootDatabase } from 'lmdb';
import { ConfigurationError } from '../../../common/configuration-error.js';
import { errorLine } from '../../../common/error-text.js';
import { DeliveryUnavailableError } from '../../port/delivery.js';
import { assertSound } from './file/file-check.js';
import { DamagedFileError } from './file/file-meta.js';
import type { Lease } from './partitions/lease.js';
import {
  FORMAT,
  type DeadKey,
  type IdState,
  type LogKey,
  type MarkKey,
  type PendingKey,
  type StoredDeadRecord,
  type StoredRecord,
  type StoredShared,
} from './stored-record.js';

/** The tables of an inbox, and the way to read them. `Environment` writes them. */
export class InboxTables {
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
  protected readonly root: RootDatabase;
  protected isClosed = false;
  private touching: Promise<void> | undefined;

  /** @throws ConfigurationError when the path cannot be used */
  constructor(
    readonly path: string,
    registration: string,
  ) {
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
    } catch (error) {
      throw unusable(path, error);
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

  /** @throws DeliveryUnavailableError when this environment is closed */
  protected assertOpen(): void {
    if (this.isClosed) throw this.unavailable('it is closed');
  }

  protected unavailable(why: string): DeliveryUnavailableError {
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

/** Returns the error for an inbox that could not be opened. */
export function unusable(path: string, error: unknown): ConfigurationError {
  if (error instanceof ConfigurationError) return error;
  if (error instanceof DamagedFileError) {
    return new ConfigurationError(
      'delivery.path',
      `"${path}", an inbox whose data.mdb is damaged (${error.message})`,
      'move the directory away as the manual says in "A damaged inbox": what it holds is lost to the app',
    );
  }
  return new ConfigurationError(
    'delivery.path',
    `"${path}", which cannot be used (${errorLine(error)})`,
    'give a directory on a local disk that this process may write to',
  );
}
