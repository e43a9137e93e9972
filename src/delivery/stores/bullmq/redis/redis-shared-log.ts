import { LOG_PAGE, type LogPage, type SharedLog } from '../../../port/shared-log.js';
import { shortId } from '../../../../common/short-id.js';
import { APPEND_LOG } from '../scripts/lua-scripts.js';
import type { DamageReport } from '../../damage-report.js';
import type { RedisLink } from './redis-link.js';

/** Logs that all processes with the same queue share. A cursor is the number of values that were read. */
export class RedisSharedLog implements SharedLog {
  /** @param base prefix of the names of the queue's keys */
  constructor(
    private readonly link: RedisLink,
    private readonly base: string,
    private readonly damage: DamageReport,
  ) {}

  async append(log: string, id: string, value: unknown, keepMs: number): Promise<boolean> {
    const args = [shortId(id), JSON.stringify(value), keepMs];
    return (await this.link.use((client) => APPEND_LOG.run(client, [this.keyOf(log)], ...args))) === 1;
  }

  async read(log: string, cursor = '0'): Promise<LogPage> {
    const key = this.keyOf(log);
    const begin = Number(cursor);
    const length = Number((await this.link.use((client) => client.hget(key, 'n'))) ?? 0);
    const end = Math.min(length, begin + LOG_PAGE);
    if (end <= begin) return { values: [], cursor };
    const fields = Array.from({ length: end - begin }, (_, nth) => `e${begin + nth + 1}`);
    const found = await this.link.use((client) => client.hmget(key, ...fields));
    const values = found.map((json, nth) => this.damage.soundEntry(log, begin + nth + 1, json ?? ''));
    return { values, cursor: String(end) };
  }

  private keyOf(log: string): string {
    return `${this.base}log:${log}`;
  }
}
