import type { FactoryProvider } from '@nestjs/common';
import { ConfigurationError, optionsOf } from '../common/configuration-error.js';
import { isObject } from '../common/is-object.js';
import { addHandlerMetadata } from '../events/decorator/handler-metadata.js';
import { payloadsOf } from './payload.js';
import { Relay } from './relay.js';
import type { RelayClient } from './relay-client.js';
import type { RelayedEvent } from './relayed-events.js';
import type { ResolvedRelayOptions } from './tencent-chat-relay.options.js';

/**
 * Provides a relay, whose method is a handler of its events. Each relay has its own class, because the handler's metadata is on the
 * class.
 */
export function provideRelay(options: ResolvedRelayOptions): FactoryProvider<Relay> {
  class MountedRelay extends Relay {
    override emit(event: RelayedEvent): Promise<void> {
      return super.emit(event);
    }
  }
  const { client: token, id, events, eventPrefix, limits } = options;
  const { prototype } = MountedRelay;
  for (const event of events) {
    const metadata = { event: eventPrefix + event, name: event, id, prependListener: false, limits };
    addHandlerMetadata(prototype, 'emit', Reflect.get(prototype, 'emit'), metadata);
  }
  const payloadOf = optionsOf('TencentChatRelayModule', () => payloadsOf(options.format));
  return {
    provide: MountedRelay,
    // Optional, so that the error names the option.
    inject: [{ token, optional: true }],
    useFactory: (client: unknown) => new MountedRelay(id, resolveClient(id, client), payloadOf),
  };
}

function resolveClient(id: string, client: unknown): RelayClient {
  if (isClient(client)) return client;
  const name = id.slice('relay:'.length);
  throw new ConfigurationError(
    'client',
    client === undefined
      ? `"${name}", which no imported module exports`
      : `"${name}", which is no ClientProxy`,
    'give imports: [ClientsModule.register([{ name, transport, options }])] with this name',
    'TencentChatRelayModule',
  );
}

/** The client's package may be installed twice, so that a check of its class would fail. */
function isClient(client: unknown): client is RelayClient {
  return isObject(client) && typeof Reflect.get(client, 'emit') === 'function';
}
