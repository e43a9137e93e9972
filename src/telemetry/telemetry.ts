import type { DeliveryMonitor } from '../delivery/services/delivery-monitor.js';
import type { CallbackTracing } from '../lifecycle/callback-tracing.js';
import type { LifecycleObserver } from '../lifecycle/lifecycle-channels.js';
import type { QuotaWatch } from '../quota/quota-watch.js';

/** What telemetry knows of its registration. */
export interface TelemetryContext {
  /** Name of the registration. */
  readonly registration: string;
  /**
   * Whether a command, or the name of a derived event, is one that the registration has a class for. All others come from
   * requests: as labels of metrics they would have no end.
   */
  isKnown(command: string): boolean;
}

/** What telemetry can look at, whenever it wants to. */
export interface TelemetrySources {
  readonly monitor: DeliveryMonitor;
  readonly quotaWatch: QuotaWatch;
}

/** What is observed of one registration, as long as its app lives. */
export interface Telemetry {
  readonly observers: readonly LifecycleObserver[];
  /** Without it nothing is traced. */
  readonly tracing?: CallbackTracing;
  /** Called when the delivery is there. What it has reported while it was made, the observers have seen already. */
  start(sources: TelemetrySources): void;
  /** Called at the end, after the delivery was drained. */
  stop(): void | Promise<void>;
}

/** Value of the option `telemetry`: makes the telemetry of one registration. */
export type TelemetryFactory = (context: TelemetryContext) => Telemetry;
