import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { CallbackTable } from '../../callbacks/callback-table.js';
import { ConfigurationError } from '../../common/configuration-error.js';
import { nearestName } from '../../common/nearest-name.js';
import { OWN_EVENTS } from '../../events/own-events.js';
import { DiscoveredHandlers, type DiscoveredHandler } from './discovered-handlers.js';
import { ResolvedHandlersOptions } from '../handlers.options.js';

/** The events that the registrations of one app emit. */
class EmittedEvents {
  readonly names = new Set<string>();
  readonly prefixes = new Set<string>();
  isChecked = false;
}

const byApp = new WeakMap<ModulesContainer, EmittedEvents>();

/** Finds the handlers that would never be called, because no registration of the app emits their events. */
@Injectable()
export class UnheardHandlersCheck implements OnApplicationBootstrap {
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly emitted: EmittedEvents;

  constructor(
    { eventPrefix }: ResolvedHandlersOptions,
    callbacks: CallbackTable,
    app: ModulesContainer,
    private readonly discovered: DiscoveredHandlers,
  ) {
    this.emitted = byApp.get(app) ?? new EmittedEvents();
    byApp.set(app, this.emitted);
    this.emitted.prefixes.add(eventPrefix);
    for (const { event } of callbacks.values()) this.emitted.names.add(event);
    for (const event of OWN_EVENTS) this.emitted.names.add(event);
  }

  /**
   * The first registration checks for all.
   *
   * @throws ConfigurationError for an event that no registration knows
   */
  onApplicationBootstrap(): void {
    if (this.emitted.isChecked) return;
    this.emitted.isChecked = true;
    for (const handler of this.discovered.find().handlers) this.check(handler);
  }

  private check({ name, event, instance, method }: DiscoveredHandler): void {
    const { names, prefixes } = this.emitted;
    const where = `${instance.constructor.name}.${String(method)}`;
    if (!names.has(name)) {
      const near = nearestName(name, names);
      throw new ConfigurationError(
        'event of @OnTencentChatEvent',
        `"${name}" at ${where}, which is no event`,
        near === undefined
          ? 'give a name from the table in docs/events.md, or add the class to the option callbacks'
          : `perhaps "${near}" is meant`,
      );
    }
    const prefix = event.slice(0, event.length - name.length);
    if (prefixes.has(prefix)) return;
    this.logger.warn(
      `${where} is never called: it listens to ${event}, but no registration has the eventPrefix ${shown(prefix)}, only ${[...prefixes].map(shown).join(' and ')}`,
    );
  }
}

function shown(prefix: string): string {
  return `"${prefix}"`;
}
