import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CallbackTable } from '../callbacks/callback-table.js';
import { DeliveryMonitor } from '../delivery/services/delivery-monitor.js';
import { DerivedEvents } from '../handlers/derived-events.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { QuotaWatch } from '../quota/quota-watch.js';
import type { Telemetry } from './telemetry.js';
import { ResolvedTelemetryOptions } from './telemetry.options.js';

/** Has a registration observed, where its options want it: from before its delivery is made until that was drained. */
@Injectable()
export class RegistrationTelemetry implements OnModuleInit, OnApplicationShutdown {
  private readonly telemetry: Telemetry | undefined;

  constructor(
    { create }: ResolvedTelemetryOptions,
    lifecycle: Lifecycle,
    callbacks: CallbackTable,
    derived: DerivedEvents,
    private readonly moduleRef: ModuleRef,
  ) {
    if (create === undefined) return;
    const { registration } = lifecycle;
    const isKnown = (command: string) => callbacks.get(command) !== undefined || derived.has(command);
    this.telemetry = create({ registration, isKnown });
    for (const observer of this.telemetry.observers) lifecycle.observe(observer);
    lifecycle.tracing = this.telemetry.tracing;
  }

  onModuleInit(): void {
    this.telemetry?.start({
      monitor: this.moduleRef.get(DeliveryMonitor),
      quotaWatch: this.moduleRef.get(QuotaWatch),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.telemetry?.stop();
  }
}
