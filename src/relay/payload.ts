import type * as CloudEvents from 'cloudevents';
import { ConfigurationError } from '../common/configuration-error.js';
import { isInstance } from '../common/is-instance.js';
import { TencentChatEvent } from '../events/tencent-chat.event.js';
import { partitionKeyOf } from './partition-key.js';
import type { RelayedEvent } from './relayed-events.js';
import { subjectOf } from './subject.js';
import type { RelayFormat } from './tencent-chat-relay.options.js';

/** Makes the payload of an event's message: the same at each attempt. */
export type PayloadOf = (event: RelayedEvent) => object;

/** @throws ConfigurationError if the format lacks its package */
export function payloadsOf(format: RelayFormat): PayloadOf {
  if (format === 'plain') return plain;
  const { CloudEvent } = cloudEvents();
  return (event) => {
    const [subject, partitionkey] = [subjectOf(event), partitionKeyOf(event)];
    return new CloudEvent({
      id: event.id,
      source: `urn:tencent-chat:${event.sdkAppId}`,
      type: event.name,
      time: timeOf(event).toISOString(),
      ...(subject !== undefined && { subject }),
      ...(partitionkey !== undefined && { partitionkey }),
      datacontenttype: 'application/json',
      data: dataOf(event),
    }).toJSON();
  };
}

function plain(event: RelayedEvent): object {
  const { attempt: _, ...payload } = event;
  return payload;
}

/** The body of a callback; for a derived event, all that the attributes do not hold. */
function dataOf(event: RelayedEvent): object {
  if (event instanceof TencentChatEvent) return event.body;
  const { attempt: _, id: _id, name: _name, ...data } = event;
  return data;
}

function timeOf(event: RelayedEvent): Date {
  if (event instanceof TencentChatEvent) return event.eventTime ?? event.receivedAt;
  return 'at' in event ? event.at : event.receivedAt;
}

function cloudEvents(): typeof CloudEvents {
  try {
    return require('cloudevents');
  } catch (error) {
    if (!isInstance(error, Error) || Reflect.get(error, 'code') !== 'MODULE_NOT_FOUND') throw error;
    const remedy = "npm install cloudevents, or give format: 'plain'";
    throw new ConfigurationError('format', "'cloudevents' without the package cloudevents", remedy);
  }
}
