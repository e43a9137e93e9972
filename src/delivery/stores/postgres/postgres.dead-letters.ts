import type { DeadLetterStore, DeadRecord, DeadSummary } from '../../port/dead-record.js';
import { replayProgress } from '../../port/progress.js';
import { idKey } from '../../../common/id-key.js';
import type { Tables } from './sql/tables.js';

interface DeadRow {
  record: string;
  death: string;
  died_at: number;
}

/** The dead letters of a registration, from all processes. */
export class PostgresDeadLetters implements DeadLetterStore {
  /** @param due called when a dead letter became a record that is due */
  constructor(
    private readonly tables: Tables,
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
    return (await this.tables.ask<DeadRow>(listDead, diedAt, key, limit)).rows.map(read);
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    return (await this.tables.ask<DeadRow>(this.tables.sql.findDead, idKey(id))).rows.map(read)[0];
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
}

function read({ record, death, died_at: diedAt }: DeadRow): DeadRecord {
  return { record: JSON.parse(record), ...JSON.parse(death), diedAt };
}
