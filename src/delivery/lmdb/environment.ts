import { accessSync, constants, mkdirSync } from 'node:fs';
import { open, type Database, type RootDatabase } from 'lmdb';
import { ConfigurationError } from '../../configuration/configuration-error.js';
import { DeliveryUnavailableError } from '../delivery.js';
import type { SharedValue } from '../shared-state.js';
import {
  FORMAT,
  type DeadKey,
  type IdState,
  type PendingKey,
  type StoredDeadRecord,
  type StoredRecord,
} from './stored-record.js';

/** Who works on a lot of records. */
export interface LotHolder {
  /** Random, of one delivery in one process. */
  holder: string;
  host: string;
  pid: number;
  /** When the holder was last known to live, in ms since the epoch. */
  beatAt: number;
}

/** The files of an inbox: what is kept there, and how it is changed. */
export class Environment {
  readonly lots: Database<LotHolder, string>;
  readonly pending: Database<StoredRecord, PendingKey>;
  readonly dead: Database<StoredDeadRecord, DeadKey>;
  readonly ids: Database<IdState, string>;
  /** When ids are forgotten: time in ms, and id. */
  readonly expiries: Database<true, [number, string]>;
  /** Values that processes share, and until when, in ms. */
  readonly shared: Database<SharedValue & { until: number }, string>;
  private readonly root: RootDatabase;

  /** @throws ConfigurationError when the path cannot be used */
  constructor(private readonly path: string) {
    try {
      mkdirSync(path, { recursive: true });
      accessSync(path, constants.R_OK | constants.W_OK);
      this.root = open({
        path,
        encoding: 'json',
        // A directory, even with a dot in its name.
        noSubdir: false,
        // A write is over when it is on the disk, not before.
        overlappingSync: false,
        // The batch of a turn has a promise of its own that nobody sees: on a full disk its rejection ends the process.
        eventTurnBatching: false,
      });
      this.lots = this.root.openDB('lots', {});
      this.pending = this.root.openDB('pending', {});
      this.dead = this.root.openDB('dead', {});
      this.ids = this.root.openDB('ids', {});
      this.expiries = this.root.openDB('expiries', {});
      this.shared = this.root.openDB('shared', {});
      this.assertFormat();
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new ConfigurationError(
        'delivery.path',
        `"${path}", which cannot be used (${why})`,
        'give a directory on a local disk that this process may write to',
      );
    }
  }

  /**
   * Makes a change in one transaction; several of one moment share a commit. Resolves when it is on the disk.
   *
   * @throws DeliveryUnavailableError when it could not be written: nothing of the change is kept then
   */
  async write<Result>(change: () => Result): Promise<Result> {
    try {
      return await this.root.transaction(change);
    } catch (error) {
      throw new DeliveryUnavailableError(`the inbox ${this.path} cannot be written: ${await causeOf(error)}`);
    }
  }

  /** Reads what other processes have written until now, and not only until the event loop's last turn. */
  read<Result>(look: () => Result): Result {
    this.root.resetReadTxn();
    return look();
  }

  async close(): Promise<void> {
    await this.root.close();
  }

  private assertFormat(): void {
    const formats = this.root.openDB<number, string>('format', {});
    const format = formats.get('format') ?? FORMAT;
    if (format > FORMAT) {
      throw new ConfigurationError(
        'delivery.path',
        `"${this.path}", an inbox of format ${format} that a later release has written`,
        'install that release, or give another directory',
      );
    }
    formats.putSync('format', FORMAT);
  }
}

/** A commit that failed hides its cause in a promise, which has to be awaited lest it end the process. */
async function causeOf(error: unknown): Promise<string> {
  if (error instanceof Error && 'commitError' in error && error.commitError instanceof Promise) {
    return error.commitError.then(String, String);
  }
  return error instanceof Error ? error.message : String(error);
}
