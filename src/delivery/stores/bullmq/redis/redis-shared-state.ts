import type { SharedState, SharedValue } from '../../../port/shared-state.js';
import { ADVANCE_SHARED } from '../scripts/lua-scripts.js';
import type { RedisClient } from './redis-client.js';

/** Values that all processes with the same queue share. */
export class RedisSharedState implements SharedState {
  /** @param base what the names of the queue's keys start with */
  constructor(
    private readonly client: RedisClient,
    private readonly base: string,
  ) {}

  async latest(key: string): Promise<SharedValue | undefined> {
    const [order, value] = await this.client.hmget(this.keyOf(key), 'order', 'value');
    if (typeof order !== 'string' || typeof value !== 'string') return undefined;
    return { order: Number(order), value: JSON.parse(value) };
  }

  async advance(key: string, { order, value }: SharedValue, forgetAfterMs: number): Promise<void> {
    await ADVANCE_SHARED.run(this.client, this.keyOf(key), order, JSON.stringify(value), forgetAfterMs);
  }

  private keyOf(key: string): string {
    return `${this.base}shared:${key}`;
  }
}
