import { ClientKafka, ClientMqtt, MqttRecord } from '@nestjs/microservices';
import { partitionKeyOf } from './partition-key.js';
import type { RelayClient } from './relay-client.js';
import type { RelayedEvent } from './relayed-events.js';

/** Returns the message for a client. The broker confirms it, and keeps messages about one thing together. */
export function messageFor(client: RelayClient, event: RelayedEvent, payload: object): object {
  if (client instanceof ClientKafka) {
    const headers =
      'specversion' in payload ? { 'content-type': 'application/cloudevents+json; charset=utf-8' } : {};
    return { key: partitionKeyOf(event), value: JSON.stringify(payload), headers };
  }
  // Below QoS 1 the broker confirms nothing.
  return client instanceof ClientMqtt ? new MqttRecord(payload, { qos: 1 }) : payload;
}
