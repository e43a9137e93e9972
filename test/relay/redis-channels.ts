import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { RedisServer } from '../support/redis/redis-server.js';

/** A message as Nest's Redis transport publishes it. */
export interface RelayedMessage {
  pattern: string;
  data: Record<string, unknown>;
}

/** Subscribes to every channel of a Redis until the end of the test. */
export class RedisChannels {
  readonly messages: RelayedMessage[] = [];

  static async of({ port }: RedisServer): Promise<RedisChannels> {
    const channels = new RedisChannels();
    const client = new Redis(port);
    client.on('error', () => {});
    onTestFinished(() => client.disconnect());
    client.on('pmessage', (_pattern, _channel, text: string) =>
      channels.messages.push(JSON.parse(text) as RelayedMessage),
    );
    await client.psubscribe('*.*');
    return channels;
  }

  /** The first messages, as soon as there are so many. */
  async first(count: number): Promise<RelayedMessage[]> {
    await eventually(() => this.messages.length >= count);
    return this.messages.slice(0, count);
  }
}
