import {
  createNoopMeter,
  metrics,
  ProxyTracerProvider,
  trace,
  type Meter,
  type Tracer,
} from '@opentelemetry/api';
import type { TelemetryFactory } from '../index.js';
import { CallbackSpans } from './callback-spans.js';
import { Gauges } from './gauges.js';
import { StepMetrics } from './step-metrics.js';

/** The destination of metrics and spans. */
export interface OpenTelemetryOptions {
  /**
   * The meter that makes the instruments.
   * @default the meter of this package's name, from the global provider when the app starts
   */
  meter?: Meter;
  /**
   * The tracer that makes the spans.
   * @default the tracer of this package's name, from the global provider when the app starts
   */
  tracer?: Tracer;
}

const SCOPE = 'nestjs-tencent-chat-webhook';

/**
 * Value of the option `telemetry`: metrics and traces by OpenTelemetry. Register the SDK's providers before the app
 * starts. No attribute contains a token, a `Sign`, a body, or a UserID.
 *
 * @example
 * ```ts
 * TencentChatWebhookModule.forRoot({ sdkAppId, token, telemetry: openTelemetry() })
 * ```
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): TelemetryFactory {
  return (context) => {
    const meter = options.meter ?? metrics.getMeter(SCOPE);
    const tracer = options.tracer ?? registeredTracer();
    const tracing = tracer && new CallbackSpans(tracer, context);
    // Without an SDK this is the API's own meter, whose records go nowhere.
    if (meter === createNoopMeter()) return { observers: [], tracing, start() {}, stop() {} };
    const steps = new StepMetrics(meter, context);
    const gauges = new Gauges(meter, context.registration, () => steps.collect());
    return {
      observers: [steps, gauges],
      tracing,
      start: (sources) => gauges.start(sources),
      stop() {
        gauges.stop();
        steps.stop();
      },
    };
  };
}

/** @returns `undefined` if no SDK traces, because spans that go nowhere take time, too */
function registeredTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(SCOPE)
    : provider.getTracer(SCOPE);
}
