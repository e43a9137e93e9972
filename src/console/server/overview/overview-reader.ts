import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RegistrationOverview } from '../../api/console-api.js';
import { handlerOverviews } from '../handlers/handler-overviews.js';
import { HandlerWatch } from '../handlers/handler-watch.js';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import type { Registration } from '../registrations/registration.js';
import { quotaDayOverview, roomsOverview } from './quota-day-overview.js';
import { RegistrationWatch } from './registration-watch.js';

/** How long a store may take to return its statistics, in ms. */
const STATS_MS = 1000;

/** A registration, and what was observed of it. */
interface Watched {
  readonly registration: Registration;
  readonly watch: RegistrationWatch;
  readonly handlers: HandlerWatch;
}

/** Reads the present state of the registrations. */
@Injectable()
export class OverviewReader implements OnModuleInit {
  private watched: readonly Watched[] = [];

  constructor(private readonly registrations: ConsoleRegistrations) {}

  onModuleInit(): void {
    this.watched = this.registrations.all.map((registration) => {
      const watch = new RegistrationWatch();
      registration.lifecycle.observe(watch);
      const handlers = new HandlerWatch();
      registration.lifecycle.observe(handlers);
      return { registration, watch, handlers };
    });
  }

  /** Resolves within a second, even if a store does not answer. */
  async read(): Promise<RegistrationOverview[]> {
    return Promise.all(
      this.watched.map(async ({ registration, watch, handlers }) => {
        const { name, monitor, handlerMonitor, quotaWatch } = registration;
        const stats = (await monitor.statsWithin(STATS_MS)) ?? null;
        return {
          name,
          delivery: monitor.label,
          durable: monitor.durable,
          stats,
          store: watch.latest,
          rejected: watch.refused,
          rooms: [...quotaWatch.rooms()].map(([sdkAppId, rooms]) => roomsOverview(sdkAppId, rooms)),
          handlers: handlerOverviews(handlerMonitor.handlers(), handlers),
          watchedSince: quotaWatch.startedAt.getTime(),
          quota: [...quotaWatch.snapshots()].map(([sdkAppId, snapshot]) =>
            quotaDayOverview(sdkAppId, snapshot, quotaWatch),
          ),
        };
      }),
    );
  }
}
