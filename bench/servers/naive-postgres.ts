import { type ModuleMetadata, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EventEmitter2 } from '@nestjs/event-emitter';
import { Pool } from 'pg';
import { keyOf, type QuotaAlarmDto } from './naive-request.js';
import { type AlarmStore, storing } from './naive-store.js';

/** What an engineer adds in an afternoon with the guide of pg: a table keeps an alarm until it is handled. */
class AlarmTable implements AlarmStore, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly pool: Pool,
    private readonly events: EventEmitter2,
  ) {}

  /** Handles the alarms that an earlier process has left behind. */
  async onApplicationBootstrap(): Promise<void> {
    await this.pool.query('create table if not exists alarm (key text primary key, body jsonb not null)');
    const { rows } = await this.pool.query<{ key: string; body: QuotaAlarmDto }>(
      'select key, body from alarm',
    );
    for (const { key, body } of rows) this.handleSoon(key, body);
  }

  async add(alarm: QuotaAlarmDto): Promise<void> {
    const key = keyOf(alarm);
    const insert = 'insert into alarm (key, body) values ($1, $2) on conflict do nothing';
    await this.pool.query(insert, [key, JSON.stringify(alarm)]);
    this.handleSoon(key, alarm);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  /** Chat receives its answer first. */
  private handleSoon(key: string, alarm: QuotaAlarmDto): void {
    setImmediate(() => {
      this.events.emit('group.quotaAlarm', alarm);
      void this.pool.query('delete from alarm where key = $1', [key]);
    });
  }
}

export function naivePostgres(connectionString: string): ModuleMetadata {
  return storing((events) => new AlarmTable(new Pool({ connectionString }), events));
}
