import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';

/** Often enough that every load is collected from: the default of the SDK is once a minute. */
const COLLECT_EVERY_MS = 500;

/** The SDK with its defaults, as an app registers it. What it exports goes nowhere: sending is the exporter's cost, and not looked at here. */
export function registerMetrics(): void {
  const reader = new PeriodicExportingMetricReader({
    exporter: NOWHERE,
    exportIntervalMillis: COLLECT_EVERY_MS,
    exportTimeoutMillis: COLLECT_EVERY_MS,
  });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}

/** Samples everything, which is the SDK's default. */
export function registerTraces(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const spanProcessors = [new BatchSpanProcessor(NOWHERE)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
}

const NOWHERE: SpanExporter & PushMetricExporter = {
  export: (_: unknown, done) => done({ code: 0 }),
  selectAggregationTemporality: () => AggregationTemporality.CUMULATIVE,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
