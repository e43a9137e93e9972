import type { CallbackTracing } from './callback-tracing.js';
import type { LifecycleObserver } from './lifecycle-channels.js';

/** Describes the registration that telemetry is made for. */
export interface TelemetryContext {
  /** Name of the registration. */
  readonly registration: string;
  /**
   * Returns whether the registration has a class for a command, or emits a derived event of that name. All other names come from requests,
   * so metrics must not use them as labels.
   */
  isKnown(command: string): boolean;
}

/** The numbers of a registration's delivery, which `DeliveryMonitor` reads. */
interface DeliveryNumbers {
  /** Counts callbacks that wait for their handlers, wait for another attempt, or are in their handlers. */
  readonly pending: number;
  /** Counts dead letters. */
  readonly dead: number;
  /** Counts callbacks that are in their handlers in this process. */
  readonly running: number;
  /** When the oldest pending callback was received, in ms since the epoch; `null` if none is pending. */
  readonly oldestPendingAt: number | null;
}

/** The quota day of one app, which `QuotaWatch` reads. */
interface QuotaNumbers {
  readonly used: number;
  /** `null` if no limit is known. */
  readonly quota: number | null;
  /** `used / quota`. */
  readonly usage: number | null;
  /** Counted growth ÷ Chat's growth; `null` if unknown. */
  readonly coverage: number | null;
  readonly exhaustsAt: Date | null;
}

/** What telemetry may read at any time: the registration's `DeliveryMonitor` and `QuotaWatch`. */
export interface TelemetrySources {
  readonly monitor: {
    stats(): Promise<DeliveryNumbers>;
    /** @param timeoutMs how long the store may take, in ms */
    statsWithin(timeoutMs: number): Promise<DeliveryNumbers | undefined>;
  };
  readonly quotaWatch: {
    snapshot(sdkAppId: number): QuotaNumbers | undefined;
    snapshots(): ReadonlyMap<number, QuotaNumbers>;
    today(): ReadonlyMap<number, QuotaNumbers>;
  };
}

/** Observes one registration until its app has shut down. */
export interface Telemetry {
  /** Observe the lifecycle from before the delivery is made. */
  readonly observers: readonly LifecycleObserver[];
  /** Traces receiving and handlers; without it nothing is traced. */
  readonly tracing?: CallbackTracing;
  /** Called when the delivery exists. By then observers have seen what the delivery reported while it was made. */
  start(sources: TelemetrySources): void;
  /** Called after the delivery was drained. */
  stop(): void | Promise<void>;
}

/** Value of the option `telemetry`: makes the telemetry of one registration. */
export type TelemetryFactory = (context: TelemetryContext) => Telemetry;

/** Telemetry of a registration without the option `telemetry`. */
export const NO_TELEMETRY: Telemetry = { observers: [], start() {}, stop() {} };
