import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DeliveryMonitor } from './delivery/services/delivery-monitor.js';
import type { Telemetry } from './lifecycle/telemetry.js';
import { QuotaWatch } from './quota/quota-watch.js';

/** Injects the {@link Telemetry} of a registration. */
export const TELEMETRY = Symbol('TencentChatTelemetry');

/** Starts a registration's telemetry when its services exist, and stops it after its delivery was drained. */
@Injectable()
export class TelemetryLifetime implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(TELEMETRY) private readonly telemetry: Telemetry,
    private readonly monitor: DeliveryMonitor,
    private readonly quotaWatch: QuotaWatch,
  ) {}

  onModuleInit(): void {
    this.telemetry.start({ monitor: this.monitor, quotaWatch: this.quotaWatch });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.telemetry.stop();
  }
}
