import type { Attributes, BatchObservableResult, Meter, ObservableGauge } from '@opentelemetry/api';
import type { DeliveryStats, LifecycleObserver, StoreStep, TelemetrySources } from '../index.js';
import { ATTRIBUTE } from './attributes.js';

/** How long a collection waits for the store, in ms. */
const STATS_TIMEOUT_MS = 500;

/** Reports the statistics of a registration's delivery and of its quota days at each collection. */
export class Gauges implements LifecycleObserver {
  /** Called at the end. */
  stop = (): void => {};
  private readonly gauges: ReturnType<typeof createGauges>;
  private readonly attributes: Attributes;
  private up = true;

  /** @param collecting called when metrics are about to be collected, which only observable instruments learn */
  constructor(
    private readonly meter: Meter,
    registration: string,
    private readonly collecting: () => void,
  ) {
    this.attributes = { [ATTRIBUTE.registration]: registration };
    this.gauges = createGauges(meter);
  }

  store({ state }: StoreStep): void {
    this.up = state === 'up';
  }

  start({ monitor, quotaWatch }: TelemetrySources): void {
    const observe = async (result: BatchObservableResult): Promise<void> => {
      this.collecting();
      result.observe(this.gauges.storeUp, this.up ? 1 : 0, this.attributes);
      this.observeQuota(result, quotaWatch);
      this.observeStats(result, (await monitor.statsWithin(STATS_TIMEOUT_MS)) ?? UNKNOWN_STATS);
    };
    const gauges = Object.values(this.gauges);
    this.meter.addBatchObservableCallback(observe, gauges);
    this.stop = () => this.meter.removeBatchObservableCallback(observe, gauges);
  }

  private observeStats(result: BatchObservableResult, stats: DeliveryStats): void {
    const { pending, dead, running, oldestPendingAt } = stats;
    result.observe(this.gauges.pending, pending, this.attributes);
    result.observe(this.gauges.dead, dead, this.attributes);
    result.observe(this.gauges.running, running, this.attributes);
    const ageMs = oldestPendingAt === null ? 0 : Math.max(0, Date.now() - oldestPendingAt);
    result.observe(this.gauges.oldestPendingAge, ageMs / 1000, this.attributes);
  }

  private observeQuota(result: BatchObservableResult, quotaWatch: TelemetrySources['quotaWatch']): void {
    const today = quotaWatch.today();
    for (const sdkAppId of quotaWatch.snapshots().keys()) {
      const { used, quota, usage, exhaustsAt, coverage } = today.get(sdkAppId) ?? UNKNOWN_DAY;
      const attributes = { ...this.attributes, [ATTRIBUTE.sdkAppId]: sdkAppId };
      result.observe(this.gauges.quotaUsed, used, attributes);
      result.observe(this.gauges.quotaLimit, quota ?? NaN, attributes);
      result.observe(this.gauges.quotaUsage, usage ?? NaN, attributes);
      result.observe(this.gauges.quotaExhaustion, secondsLeft(usage ?? NaN, exhaustsAt), attributes);
      result.observe(this.gauges.quotaCoverage, coverage ?? NaN, attributes);
    }
  }
}

function secondsLeft(usage: number, exhaustsAt: Date | null): number {
  if (usage >= 1) return 0;
  return exhaustsAt === null ? Infinity : Math.max(0, exhaustsAt.getTime() - Date.now()) / 1000;
}

// Unknown values are reported as NaN, because an SDK that gets no value repeats the last one.
const UNKNOWN_STATS = { pending: NaN, dead: NaN, running: NaN, oldestPendingAt: NaN };
const UNKNOWN_DAY = { used: NaN, quota: NaN, usage: NaN, exhaustsAt: null, coverage: NaN };

function createGauges(meter: Meter) {
  const gauge = (name: string, unit: string, description: string): ObservableGauge =>
    meter.createObservableGauge(`tencent_chat.${name}`, { unit, description });
  return {
    pending: gauge('delivery.pending', '{callback}', 'Callbacks that wait for their handlers or are in them'),
    dead: gauge('delivery.dead', '{callback}', 'Dead letters in the store'),
    running: gauge('delivery.running', '{callback}', 'Callbacks in their handlers, in this process'),
    oldestPendingAge: gauge('delivery.oldest_pending.age', 's', 'Age of the oldest pending callback, or 0'),
    storeUp: gauge('delivery.store.up', '1', '1 if the last use of the store succeeded'),
    quotaUsed: gauge('quota.used', '{group}', "Net growth of the app's quota day"),
    quotaLimit: gauge('quota.limit', '{group}', "Limit of the app's quota day"),
    quotaUsage: gauge('quota.usage', '1', 'Share of the limit that is used'),
    quotaCoverage: gauge(
      'quota.coverage',
      '1',
      "Counted growth of the app's quota day ÷ the growth that Chat reports",
    ),
    quotaExhaustion: gauge(
      'quota.exhaustion',
      's',
      'Until the limit is reached at the present pace; infinite when it is not reached today',
    ),
  };
}
