import { Logger, type OnModuleInit } from '@nestjs/common';
import { ClientRMQ } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { lossesOf } from './losses.js';
import { messageFor } from './message.js';
import type { PayloadOf } from './payload.js';
import { RabbitMqLimit } from './rabbitmq-limit.js';
import type { RelayClient } from './relay-client.js';
import type { RelayedEvent } from './relayed-events.js';
import { isTooLarge, TooLargeError } from './too-large-error.js';

/** Emits events through a client, each until the broker has it. */
export class Relay implements OnModuleInit {
  private readonly logger = new Logger('TencentChatRelay');
  private readonly limit: RabbitMqLimit | undefined;

  constructor(
    private readonly id: string,
    private readonly client: RelayClient,
    private readonly payloadOf: PayloadOf,
  ) {
    this.limit = client instanceof ClientRMQ ? new RabbitMqLimit(client) : undefined;
  }

  /** Warns of events that can be lost after they count as handled. */
  onModuleInit(): void {
    for (const loss of lossesOf(this.client)) this.logger.warn(`${this.id}: ${loss}`);
  }

  /**
   * Resolves when the client confirms that the broker has the event. Otherwise rejects with the client's error.
   *
   * @throws TooLargeError if the broker will never take it
   */
  async emit(event: RelayedEvent): Promise<void> {
    const { name } = event;
    const payload = this.payloadOf(event);
    await this.limit?.watch();
    // An earlier message has shown the limit: RabbitMQ would close the connection again.
    const refusal = this.limit?.refusalOf(name, payload);
    if (refusal !== undefined) throw new TooLargeError(payload, refusal);
    try {
      const message = messageFor(this.client, event, payload);
      await lastValueFrom(this.client.emit<unknown>(name, message), { defaultValue: undefined });
    } catch (error) {
      const cause = isTooLarge(error) ? error : this.limit?.refusalOf(name, payload);
      throw cause === undefined ? error : new TooLargeError(payload, cause);
    }
  }
}
