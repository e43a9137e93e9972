import type { Meter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';

type Attributes = Record<string, unknown>;

interface CollectedMetric {
  unit: string;
  points: DataPoint<unknown>[];
}

/** The metrics of a real SDK, kept in memory. */
export class CollectedMetrics {
  readonly meter: Meter;
  private readonly exporter: InMemoryMetricExporter;
  private readonly provider: MeterProvider;

  constructor({
    temporality = AggregationTemporality.CUMULATIVE,
    views = [],
  }: { temporality?: AggregationTemporality; views?: ViewOptions[] } = {}) {
    this.exporter = new InMemoryMetricExporter(temporality);
    const reader = new PeriodicExportingMetricReader({
      exporter: this.exporter,
      exportIntervalMillis: 2 ** 31 - 1,
    });
    this.provider = new MeterProvider({ readers: [reader], views });
    this.meter = this.provider.getMeter('test');
  }

  /** Collects now: the values of each metric by its name. */
  async collect(): Promise<Map<string, CollectedMetric>> {
    this.exporter.reset();
    await this.provider.forceFlush();
    return this.exported();
  }

  /** What was exported since metrics were last asked for, such as by a shutdown. */
  exported(): Map<string, CollectedMetric> {
    const metrics = this.exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    return new Map(
      metrics.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        { unit: descriptor.unit, points: dataPoints },
      ]),
    );
  }

  /** The value of the one point of a metric that has all of these attributes. */
  async value(name: string, attributes: Attributes = {}): Promise<unknown> {
    return onePoint(await this.collect(), name, attributes)?.value;
  }

  async histogram(name: string, attributes: Attributes = {}): Promise<Histogram | undefined> {
    return (await this.value(name, attributes)) as Histogram | undefined;
  }

  /** As an app does when its process ends: collects for the last time. */
  shutdown(): Promise<void> {
    this.exporter.reset();
    return this.provider.shutdown();
  }
}

/** The one point of a metric that has all of these attributes. */
export function onePoint(
  collected: Map<string, CollectedMetric>,
  name: string,
  attributes: Attributes = {},
): DataPoint<unknown> | undefined {
  const points = collected.get(name)?.points ?? [];
  const found = points.filter((point) =>
    Object.entries(attributes).every(([key, value]) => point.attributes[key] === value),
  );
  if (found.length > 1) throw new Error(`${name} has ${found.length} such points`);
  return found[0];
}
