import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RegistrationOverview } from '../../console-api.js';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import type { Registration } from '../registrations/registration.js';
import { quotaDayOverview } from './quota-day-overview.js';
import { RegistrationWatch } from './registration-watch.js';

/** How long a store may take to return its statistics, in ms. */
const STATS_MS = 1000;

/** Puts together what is to be seen of the registrations at a moment. */
@Injectable()
export class OverviewReader implements OnModuleInit {
  private watched: readonly { registration: Registration; watch: RegistrationWatch }[] = [];

  constructor(private readonly registrations: ConsoleRegistrations) {}

  onModuleInit(): void {
    this.watched = this.registrations.all.map((registration) => {
      const watch = new RegistrationWatch();
      registration.lifecycle.observe(watch);
      return { registration, watch };
    });
  }

  /** Resolves within a second, whatever the stores do. */
  async read(): Promise<RegistrationOverview[]> {
    return Promise.all(
      this.watched.map(async ({ registration, watch }) => {
        const { name, monitor, quotaWatch } = registration;
        const stats = (await monitor.statsWithin(STATS_MS)) ?? null;
        return {
          name,
          delivery: monitor.label,
          durable: monitor.durable,
          stats,
          store: watch.storeState,
          rejected: watch.refused,
          quota: [...quotaWatch.snapshots()].map(([sdkAppId, snapshot]) =>
            quotaDayOverview(sdkAppId, snapshot),
          ),
        };
      }),
    );
  }
}
