import { parsedJson } from '../../../common/parsed-json.js';
import type { SharedState, SharedValue } from '../../port/shared-state.js';
import type { Tables } from './sql/tables.js';

/** Values that all processes of a registration share. */
export class PostgresSharedState implements SharedState {
  constructor(private readonly tables: Tables) {}

  async latest(key: string): Promise<SharedValue | undefined> {
    const { rows } = await this.tables.ask<{ position: number; value: string }>(this.tables.sql.latest, key);
    const row = rows[0];
    return row && { order: row.position, value: parsedJson(row.value) };
  }

  async advance(key: string, { order, value }: SharedValue, forgetAfterMs: number): Promise<void> {
    await this.tables.ask(this.tables.sql.advance, key, order, JSON.stringify(value), forgetAfterMs);
  }
}
