import type { DeadLetterStore, DeadRecord, DeadSummary } from '../../port/dead-record.js';
import { isCallbackRecord, isRecordSummary } from '../../port/is-callback-record.js';
import { isDeath } from '../../port/is-death.js';
import { replayProgress } from '../../port/progress.js';
import { idKey } from '../../../common/id-key.js';
import { parsedJson } from '../../../common/parsed-json.js';
import type { DamageReport } from '../damage-report.js';
import { soundLetters } from '../sound-letters.js';
import type { Tables } from './sql/tables.js';

interface DeadRow {
  id: string;
  record: string;
  death: string;
  died_at: number;
}

/** The dead letters of a registration, from all processes. */
export class PostgresDeadLetters implements DeadLetterStore {
  /** @param due called when a dead letter became a record that is due */
  constructor(
    private readonly tables: Tables,
    private readonly damage: DamageReport,
    private readonly due: () => void,
  ) {}

  async list(limit: number, after?: string): Promise<DeadSummary[]> {
    const { listDead, findDead } = this.tables.sql;
    const key = after === undefined ? '' : idKey(after);
    let diedAt = -1;
    if (after !== undefined) {
      const { rows } = await this.tables.ask<DeadRow>(findDead, key);
      if (rows[0] === undefined) throw new RangeError(`there is no dead letter ${after}`);
      diedAt = rows[0].died_at;
    }
    return soundLetters(limit, { diedAt, key }, async (room, last) => {
      const { rows } = await this.tables.ask<DeadRow>(listDead, last.diedAt, last.key, room);
      return rows.map((row) => ({
        position: { diedAt: row.died_at, key: row.id },
        letter: this.read(row, isRecordSummary),
      }));
    });
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    const { rows } = await this.tables.ask<DeadRow>(this.tables.sql.findDead, idKey(id));
    return rows[0] && this.read(rows[0], isCallbackRecord);
  }

  async replay(id: string, handlers: readonly string[]): Promise<boolean> {
    const progress = JSON.stringify(replayProgress(handlers));
    const { rowCount } = await this.tables.ask(this.tables.sql.replayDead, idKey(id), progress);
    if (rowCount === 1) this.due();
    return rowCount === 1;
  }

  async discard(id: string): Promise<boolean> {
    return (await this.tables.ask(this.tables.sql.discardDead, idKey(id))).rowCount === 1;
  }

  private read<Found extends DeadSummary['record']>(
    { id, record, death, died_at: diedAt }: DeadRow,
    isSound: (value: unknown) => value is Found,
  ): (DeadSummary & { record: Found }) | undefined {
    const what = `the dead letter ${id}`;
    const found = this.damage.sound(parsedJson(record), isSound, what);
    const why = this.damage.sound(parsedJson(death), isDeath, what);
    if (found === undefined || why === undefined) return undefined;
    if (idKey(found.id) === id) return { ...why, record: found, diedAt };
    this.damage.add(what, new Error(`its id is ${found.id}`));
    return undefined;
  }
}
