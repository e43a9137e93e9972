import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { errorLine } from '../common/error-text.js';
import { DeliveryMonitor, getDeliveryMonitorToken } from '../index.js';

/** Conditions under which a registration is healthy, beside those on its store and its listeners. */
export interface TencentChatHealthOptions {
  /**
   * Name of the registration.
   * @default 'default'
   */
  registration?: string;
  /**
   * Maximum number of pending callbacks. With more, the indicator is down.
   * @default no limit
   */
  maxPending?: number;
  /**
   * Maximum age of a pending callback, in ms. With an older one, the indicator is down.
   * @default no limit
   */
  maxOldestPendingMs?: number;
}

/** How long the store may take to answer, in ms. */
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
   * Returns up with the details `pending`, `dead`, `running` and `oldestPendingMs`. Returns down if the store cannot be used, if the app's
   * listeners are not bound, or over a limit of the options. The result comes within about a second, even if the store hangs.
   *
   * @param key name of the indicator in the report
   * @throws Error if there is no registration of that name
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
      return indicator.down(errorLine(error));
    }
  }

  private monitorOf(registration: string | undefined): DeliveryMonitor {
    return this.moduleRef.get<DeliveryMonitor>(getDeliveryMonitorToken(registration), { strict: false });
  }
}
