import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { DeliveryMonitor, getDeliveryMonitorToken } from '../index.js';

/** What has to be true of a registration for it to be healthy, beside its store and its listeners. */
export interface TencentChatHealthOptions {
  /**
   * Name of the registration.
   * @default 'default'
   */
  registration?: string;
  /**
   * How many callbacks may be pending: more of them are down.
   * @default no limit
   */
  maxPending?: number;
  /**
   * How old the oldest pending callback may be, in ms: an older one is down.
   * @default no limit
   */
  maxOldestPendingMs?: number;
}

/** The store must answer within that time, in ms: probes do not wait for long. */
const TIMEOUT_MS = 1000;

/**
 * Checks for Terminus 11 and 12 whether callbacks are kept and handled. Provide it in the module of your health controller, next to
 * `TerminusModule`.
 *
 * @example
 * ```ts
 * @HealthCheck()
 * @Get()
 * check() {
 *   return this.health.check([() => this.tencentChat.isHealthy('tencent-chat')]);
 * }
 * ```
 */
@Injectable()
export class TencentChatHealthIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly moduleRef: ModuleRef,
  ) {}

  /**
   * Down when the store cannot be used, within a second whatever it does, when the app's listeners are not bound, and over a
   * limit of the options. The details are `pending`, `dead`, `running` and `oldestPendingMs`.
   *
   * @param key name of the indicator in the report
   * @throws Error when there is no registration of that name
   */
  async isHealthy<Key extends string>(
    key: Key,
    options: TencentChatHealthOptions = {},
  ): Promise<HealthIndicatorResult<Key>> {
    const { registration, maxPending = Infinity, maxOldestPendingMs = Infinity } = options;
    const indicator = this.indicators.check(key);
    const monitor = this.monitorOf(registration);
    if (!monitor.started) return indicator.down('the listeners of the app are not bound');
    try {
      const { pending, dead, running, oldestPendingAt } = await monitor.check(TIMEOUT_MS);
      const oldestPendingMs = oldestPendingAt === null ? 0 : Math.max(0, Date.now() - oldestPendingAt);
      const details = { pending, dead, running, oldestPendingMs };
      if (pending > maxPending) {
        return indicator.down({ ...details, message: `more than ${maxPending} callbacks are pending` });
      }
      if (oldestPendingMs > maxOldestPendingMs) {
        const message = `a callback has been pending for more than ${maxOldestPendingMs} ms`;
        return indicator.down({ ...details, message });
      }
      return indicator.up(details);
    } catch (error) {
      return indicator.down(error instanceof Error ? error.message : 'the store cannot be used');
    }
  }

  private monitorOf(registration: string | undefined): DeliveryMonitor {
    return this.moduleRef.get<DeliveryMonitor>(getDeliveryMonitorToken(registration), { strict: false });
  }
}
