import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';

/** Short, so that every load includes collections. The default of the SDK is once a minute. */
const COLLECT_INTERVAL_MS = 500;

/** Registers the SDK with its defaults, as an app does. The exporter discards everything: its cost is not measured. */
export function registerMetrics(): void {
  const reader = new PeriodicExportingMetricReader({
    exporter: DISCARD,
    exportIntervalMillis: COLLECT_INTERVAL_MS,
    exportTimeoutMillis: COLLECT_INTERVAL_MS,
  });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}

/** Samples every span, which is the SDK's default. */
export function registerTraces(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const spanProcessors = [new BatchSpanProcessor(DISCARD)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
}

const DISCARD: SpanExporter & PushMetricExporter = {
  export: (_: unknown, done) => done({ code: 0 }),
  selectAggregationTemporality: () => AggregationTemporality.CUMULATIVE,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
