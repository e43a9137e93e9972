import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CallbackTable } from '../callbacks/callback-table.js';
import { DeliveryMonitor } from '../delivery/delivery-monitor.js';
import { DerivedEvents } from '../handlers/derived-events.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { QuotaWatch } from '../quota/quota-watch.js';
import type { Telemetry } from './telemetry.js';
import { TelemetryOptions } from './telemetry.options.js';

/** Has a registration observed, where its options want it. */
@Injectable()
export class RegistrationTelemetry implements OnApplicationShutdown {
  private readonly telemetry: Telemetry | undefined;

  constructor(
    { create }: TelemetryOptions,
    lifecycle: Lifecycle,
    monitor: DeliveryMonitor,
    quotaWatch: QuotaWatch,
    callbacks: CallbackTable,
    derived: DerivedEvents,
  ) {
    if (create === undefined) return;
    const { registration } = lifecycle;
    const isKnown = (command: string) => callbacks.get(command) !== undefined || derived.has(command);
    this.telemetry = create({ registration, monitor, quotaWatch, isKnown });
    for (const observer of this.telemetry.observers) lifecycle.observe(observer);
    lifecycle.tracing = this.telemetry.tracing;
  }

  /** Not before: the delivery is drained in an earlier hook. */
  async onApplicationShutdown(): Promise<void> {
    await this.telemetry?.stop();
  }
}
