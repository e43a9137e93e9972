import { shortId } from '../../../common/short-id.js';
import { LOG_PAGE, type LogPage, type SharedLog } from '../../port/shared-log.js';
import type { DamageReport } from '../damage-report.js';
import { GroupedCalls } from '../grouped-calls.js';
import type { Tables } from './sql/tables.js';

interface Entry {
  readonly log: string;
  readonly key: string;
  readonly json: string;
  readonly keepMs: number;
}

/** Logs that all processes of a registration share. A cursor is the number of the last entry that was read. */
export class PostgresSharedLog implements SharedLog {
  private readonly appends = new GroupedCalls((entries: readonly Entry[]) => this.appendAll(entries));

  constructor(
    private readonly tables: Tables,
    private readonly damage: DamageReport,
  ) {}

  append(log: string, id: string, value: unknown, keepMs: number): Promise<boolean> {
    const json = JSON.stringify(value);
    return this.appends.run({ log, key: shortId(id), json, keepMs }, json.length);
  }

  async read(log: string, cursor = '0'): Promise<LogPage> {
    const { sql } = this.tables;
    const { rows } = await this.tables.ask<{ nth: number; value: string }>(sql.read, log, cursor, LOG_PAGE);
    return {
      values: rows.map(({ nth, value }) => this.damage.soundEntry(log, nth, value)),
      cursor: String(rows.at(-1)?.nth ?? cursor),
    };
  }

  private async appendAll(entries: readonly Entry[]): Promise<boolean[]> {
    const { rows } = await this.tables.ask<{ log: string; id: string }>(
      this.tables.sql.append,
      entries.map(({ log }) => log),
      entries.map(({ key }) => key),
      entries.map(({ json }) => json),
      entries.map(({ keepMs }) => keepMs),
    );
    const added = new Set(rows.map(({ log, id }) => `${log}/${id}`));
    // If one call has several copies, the first was appended.
    return entries.map(({ log, key }) => added.delete(`${log}/${key}`));
  }
}
