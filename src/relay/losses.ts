import { ClientKafka, ClientNats, ClientRedis, ClientRMQ, ClientTCP } from '@nestjs/microservices';
import { isObject } from '../common/is-object.js';
import type { RelayClient } from './relay-client.js';

/** Returns how events can be lost after the client has said that they are emitted, each with what to do about it. */
export function lossesOf(client: RelayClient): readonly string[] {
  const unconfirmed = [ClientNats, ClientRedis, ClientTCP].find((type) => client instanceof type);
  if (unconfirmed !== undefined) {
    return [
      `${unconfirmed.name} confirms nothing: what it emits while nobody listens, or while the connection breaks, is lost; use RabbitMQ or Kafka for events that must arrive`,
    ];
  }
  if (client instanceof ClientKafka && optionOf(client, 'send', 'acks') === 0) {
    return [
      'with send.acks: 0 Kafka confirms nothing, and events are lost with the connection; leave it out',
    ];
  }
  if (!(client instanceof ClientRMQ)) return [];
  const losses: string[] = [];
  if (optionOf(client, 'persistent') !== true) {
    losses.push('a restart of RabbitMQ loses the messages in its queues; give the client persistent: true');
  }
  if (optionOf(client, 'queueOptions', 'durable') === false) {
    losses.push('a restart of RabbitMQ deletes the queue; give the client queueOptions: { durable: true }');
  }
  return losses;
}

function optionOf(client: RelayClient, ...path: readonly string[]): unknown {
  const options: unknown = Reflect.get(client, 'options');
  return path.reduce<unknown>(
    (value, name) => (isObject(value) ? Reflect.get(value, name) : undefined),
    options,
  );
}
