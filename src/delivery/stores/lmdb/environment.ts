import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { open, type Database, type RootDatabase } from 'lmdb';
import { ConfigurationError } from '../../../common/configuration-error.js';
import { errorLine } from '../../../common/error-text.js';
import { DeliveryUnavailableError } from '../../port/delivery.js';
import type { SharedValue } from '../../port/shared-state.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { assertSound } from './file-check.js';
import type { Lease } from './lease.js';
import {
  FORMAT,
  type DeadKey,
  type IdState,
  type PendingKey,
  type StoredDeadRecord,
  type StoredRecord,
} from './stored-record.js';

/** The database of an inbox, and the only way to write to it. */
export class Environment {
  /** The holder of each partition. The version of an entry is the fence of its holder's writes. */
  readonly leases: Database<Lease, string>;
  readonly pending: Database<StoredRecord, PendingKey>;
  readonly dead: Database<StoredDeadRecord, DeadKey>;
  /** States by the key of the id, see `idKey`; for versions see `versionOf`. */
  readonly ids: Database<IdState, string>;
  /** Values that processes share, with their expiry in ms since the epoch. */
  readonly shared: Database<SharedValue & { until: number }, string>;
  private readonly root: RootDatabase;
  private readonly inode: number;
  private readonly breaker = new CircuitBreaker();
  private gone = false;

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
      this.dead = this.root.openDB('dead', {});
      this.ids = this.root.openDB('ids', { useVersions: true });
      this.shared = this.root.openDB('shared', { useVersions: true });
      this.inode = statSync(join(path, 'data.mdb')).ino;
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      throw new ConfigurationError(
        'delivery.path',
        `"${path}", which cannot be used (${errorLine(error)})`,
        'give a directory on a local disk that this process may write to',
      );
    }
  }

  /**
   * Waits until a write is on the disk.
   *
   * @throws DeliveryUnavailableError when it could not be written: nothing of it is kept then
   */
  async written<Outcome>(write: () => Promise<Outcome>): Promise<Outcome> {
    if (this.gone) throw this.unavailable('its directory is gone');
    try {
      return await this.breaker.run(write);
    } catch (error) {
      throw this.unavailable(errorLine(error));
    }
  }

  /** Reads the present state, including what other processes have written since the event loop's last turn. */
  read<Result>(look: () => Result): Result {
    this.root.resetReadTxn();
    return look();
  }

  /** @throws DeliveryUnavailableError if the files were deleted, so that writes to them are lost */
  assertThere(): void {
    const inode = statSync(join(this.path, 'data.mdb'), { throwIfNoEntry: false })?.ino;
    this.gone = inode !== this.inode;
    if (this.gone) throw this.unavailable('its directory is gone');
  }

  async close(): Promise<void> {
    // LMDB may have scheduled a write for this turn.
    await setImmediate();
    await this.root.close();
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
    meta.putSync('format', FORMAT);
    meta.putSync('registration', registration);
  }
}
