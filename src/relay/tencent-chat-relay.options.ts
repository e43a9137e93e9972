import type { InjectionToken, ModuleMetadata } from '@nestjs/common';
import { ConfigurationError, optionsOf, shown } from '../common/configuration-error.js';
import {
  assertEventPrefix,
  assertKnownOptions,
  assertObject,
  assertOption,
} from '../common/option-checks.js';
import {
  type HandlerLimits,
  type ResolvedHandlerLimits,
  resolveLimits,
} from '../events/decorator/handler-limits.js';
import { type CheckedEvent, type RelayedEventName, resolveEvents } from './relayed-events.js';

/**
 * How an event becomes a message: `'cloudevents'` makes a CloudEvent 1.0 in JSON, `'plain'` the event itself as JSON, without its
 * `attempt`.
 */
export type RelayFormat = 'cloudevents' | 'plain';

/** Options of `TencentChatRelayModule`: what to emit, through which client, and the limits that each handler may have. */
export interface TencentChatRelayOptions<Event = RelayedEventName> extends HandlerLimits {
  /** Token of a `ClientProxy` of `@nestjs/microservices`, such as the `name` of a client of `ClientsModule`. */
  client: InjectionToken;
  /**
   * The events to emit: names, patterns in which `*` stands for any characters, such as `'group.*'`, and classes of your own callbacks.
   * Patterns do not match your own callbacks.
   */
  events: readonly CheckedEvent<Event>[];
  /**
   * Modules that export the client.
   * @default []
   */
  imports?: NonNullable<ModuleMetadata['imports']>;
  /** @default 'cloudevents' */
  format?: RelayFormat;
  /**
   * The `eventPrefix` of the registration whose events are emitted. The messages do not have it.
   * @default ''
   */
  eventPrefix?: string;
}

/** The checked options, completed with defaults. */
export interface ResolvedRelayOptions {
  readonly client: InjectionToken;
  /** Id of the handler, such as `relay:EVENTS`. */
  readonly id: string;
  /** Names without prefix. */
  readonly events: readonly string[];
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly format: RelayFormat;
  readonly eventPrefix: string;
  readonly limits: ResolvedHandlerLimits;
}

const KNOWN_OPTIONS = [
  'client',
  'events',
  'imports',
  'format',
  'eventPrefix',
  'timeoutMs',
  'concurrency',
  'retry',
];

/** @throws ConfigurationError that names the option */
export function resolveRelayOptions<Event>(options: TencentChatRelayOptions<Event>): ResolvedRelayOptions {
  return optionsOf('TencentChatRelayModule', () => {
    assertObject('options', options);
    assertKnownOptions(options, KNOWN_OPTIONS);
    const { client, imports = [], format = 'cloudevents', eventPrefix = '' } = options;
    const { timeoutMs, concurrency, retry } = options;
    const isList = Array.isArray(imports);
    assertOption(isList, 'imports', imports, 'give a list, such as [ClientsModule.register(…)]');
    const isFormat = format === 'cloudevents' || format === 'plain';
    assertOption(isFormat, 'format', format, "give 'cloudevents' or 'plain'");
    assertEventPrefix(eventPrefix);
    return {
      client,
      id: `relay:${nameOf(client)}`,
      events: resolveEvents(options.events),
      imports,
      format,
      eventPrefix,
      limits: resolveLimits('relay', { timeoutMs, concurrency, retry }),
    };
  });
}

function nameOf(client: InjectionToken): string {
  const name =
    typeof client === 'symbol' ? client.description : typeof client === 'function' ? client.name : client;
  if (typeof name === 'string' && name !== '') return name;
  throw new ConfigurationError('client', shown(client), "give the token of a ClientProxy, such as 'EVENTS'");
}
