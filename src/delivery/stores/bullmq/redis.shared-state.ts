import type { SharedState, SharedValue } from '../../port/shared-state.js';
import type { RedisClient } from './redis-clients.js';
import { Script } from './scripts/script.js';

/** In Redis itself, so that no other instance comes between the look and the change. */
const ADVANCE = new Script(`
local order = redis.call('HGET', KEYS[1], 'order')
if order and tonumber(order) >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'order', ARGV[1], 'value', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`);

/** Values that all instances of a queue share. */
export class RedisSharedState implements SharedState {
  /** @param base of the queue's keys */
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
    await ADVANCE.run(this.client, this.keyOf(key), order, JSON.stringify(value), forgetAfterMs);
  }

  private keyOf(key: string): string {
    return `${this.base}shared:${key}`;
  }
}
