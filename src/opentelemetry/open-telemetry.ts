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

/** Where metrics and spans go. */
export interface OpenTelemetryOptions {
  /**
   * Makes the instruments.
   * @default the meter of this package's name, of the global provider at the time when the app starts
   */
  meter?: Meter;
  /**
   * Makes the spans.
   * @default the tracer of this package's name, of the global provider at the time when the app starts
   */
  tracer?: Tracer;
}

const SCOPE = 'nestjs-tencent-chat-webhook';

/**
 * Value of the option `telemetry`: metrics and traces by OpenTelemetry. Register the SDK's providers before the app
 * starts. Attributes never hold a token, a `Sign`, a body, or a UserID.
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
    // The API's own meter, where no SDK is registered: what is recorded by it goes nowhere.
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

/** @returns `undefined` where no SDK traces: spans that go nowhere would take their time as well */
function registeredTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(SCOPE)
    : provider.getTracer(SCOPE);
}
