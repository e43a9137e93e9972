import type { EventEmitter } from 'node:events';
import type { ClientRMQ } from '@nestjs/microservices';
import { isObject } from '../common/is-object.js';

/** Learns the limit of RabbitMQ. RabbitMQ closes the connection when a larger message comes, and the sender gets only `channel closed`. */
export class RabbitMqLimit {
  private connection: EventEmitter | undefined;
  private closed: unknown;

  constructor(private readonly client: ClientRMQ) {}

  /** Connects the client, and notes from now on why its connection was closed. */
  async watch(): Promise<void> {
    await this.client.connect();
    const connection = this.client.unwrap<EventEmitter>();
    if (connection === this.connection) return;
    this.connection = connection;
    connection.on('disconnect', (event: unknown) => {
      this.closed = isObject(event) ? Reflect.get(event, 'err') : undefined;
    });
  }

  /** Returns RabbitMQ's error about its limit, if a message is over it. */
  refusalOf(pattern: string, payload: object): Error | undefined {
    const { closed } = this;
    if (!(closed instanceof Error)) return undefined;
    const limit = /message size \d+ (?:is )?larger than (?:configured )?max size (\d+)/.exec(
      closed.message,
    )?.[1];
    if (limit === undefined) return undefined;
    const bytes = Buffer.byteLength(JSON.stringify({ pattern, data: payload }));
    return bytes > Number(limit) ? closed : undefined;
  }
}
