import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
} from '@opentelemetry/sdk-metrics';

type Attributes = Record<string, unknown>;

/** The metrics of a real SDK, kept in memory. */
export class CollectedMetrics {
  private readonly exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  private readonly provider = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({ exporter: this.exporter, exportIntervalMillis: 2 ** 31 - 1 }),
    ],
  });
  readonly meter = this.provider.getMeter('test');

  /** Collects now: the values of each metric by its name. */
  async collect(): Promise<Map<string, { unit: string; points: DataPoint<unknown>[] }>> {
    this.exporter.reset();
    await this.provider.forceFlush();
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
    const points = (await this.collect()).get(name)?.points ?? [];
    const found = points.filter((point) =>
      Object.entries(attributes).every(([key, value]) => point.attributes[key] === value),
    );
    if (found.length > 1) throw new Error(`${name} has ${found.length} such points`);
    return found[0]?.value;
  }

  async histogram(name: string, attributes: Attributes = {}): Promise<Histogram | undefined> {
    return (await this.value(name, attributes)) as Histogram | undefined;
  }

  shutdown(): Promise<void> {
    return this.provider.shutdown();
  }
}
