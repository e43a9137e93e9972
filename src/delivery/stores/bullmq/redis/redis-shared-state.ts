import { parsedJson } from '../../../../common/parsed-json.js';
import type { SharedState, SharedValue } from '../../../port/shared-state.js';
import { ADVANCE_SHARED } from '../scripts/lua-scripts.js';
import type { RedisLink } from './redis-link.js';

/** Values that all processes with the same queue share. */
export class RedisSharedState implements SharedState {
  /** @param base prefix of the names of the queue's keys */
  constructor(
    private readonly link: RedisLink,
    private readonly base: string,
  ) {}

  async latest(key: string): Promise<SharedValue | undefined> {
    const [order, value] = await this.link.use((client) => client.hmget(this.keyOf(key), 'order', 'value'));
    if (typeof order !== 'string' || typeof value !== 'string') return undefined;
    return { order: Number(order), value: parsedJson(value) };
  }

  async advance(key: string, { order, value }: SharedValue, forgetAfterMs: number): Promise<void> {
    const args = [order, JSON.stringify(value), forgetAfterMs];
    await this.link.use((client) => ADVANCE_SHARED.run(client, [this.keyOf(key)], ...args));
  }

  private keyOf(key: string): string {
    return `${this.base}shared:${key}`;
  }
}
