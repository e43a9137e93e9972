import {
  context,
  metrics,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Attributes,
  type SpanContext,
} from '@opentelemetry/api';
import type { CallbackTracing, TelemetryFactory } from 'nestjs-tencent-chat-webhook';

const NAME = 'Group.CallbackOnDailyGroupQuotaAlarm';
const OF_COMMAND = { 'tencent_chat.registration': 'default', 'tencent_chat.command': NAME };
const OF_SPAN: Attributes = {
  'messaging.system': 'tencent_chat',
  'tencent_chat.registration': 'default',
  'messaging.destination.name': NAME,
};

/**
 * The same values and spans as `openTelemetry()` for an alarm, each in the plainest way that the API has: what the SDK alone takes in the
 * same place. No value waits for a collection, and no attribute is computed.
 */
export const telemetryByHand =
  (traces: boolean): TelemetryFactory =>
  () => {
    const meter = metrics.getMeter('by hand');
    const callbacks = meter.createCounter('callbacks');
    const attempts = meter.createCounter('attempts');
    const answers = meter.createHistogram('answers');
    const processing = meter.createHistogram('processing');
    const deliveries = meter.createHistogram('deliveries');
    return {
      observers: [
        {
          accepted: () => callbacks.add(1, OF_COMMAND),
          answered: ({ durationMs }) => answers.record(durationMs / 1000, OF_COMMAND),
          handled: ({ durationMs }) => processing.record(durationMs / 1000, OF_COMMAND),
          completed: ({ durationMs }) => {
            attempts.add(1, OF_COMMAND);
            deliveries.record(durationMs / 1000, OF_COMMAND);
          },
        },
      ],
      tracing: traces ? spansByHand() : undefined,
      start() {},
      stop() {},
    };
  };

function spansByHand(): CallbackTracing {
  const tracer = trace.getTracer('by hand');
  const operation = (name: string) => ({
    'messaging.operation.name': name,
    'messaging.operation.type': name,
  });
  return {
    async receive({ sdkAppId }, receive) {
      const attributes = { ...OF_SPAN, ...operation('receive'), 'tencent_chat.sdk_app_id': sdkAppId };
      const span = tracer.startSpan(`receive ${NAME}`, { kind: SpanKind.SERVER, attributes });
      const active = trace.setSpan(context.active(), span);
      const { answer, status } = await context.with(active, receive, undefined, written(span.spanContext()));
      span.setAttributes({
        'http.response.status_code': status,
        'tencent_chat.error_code': answer.ErrorCode,
      });
      span.end();
      return { answer, status };
    },
    handle({ sdkAppId, event, handler, attempt, traceparent = '' }, call) {
      const attributes = {
        ...OF_SPAN,
        ...operation('process'),
        'tencent_chat.sdk_app_id': sdkAppId,
        'tencent_chat.event': event,
        'tencent_chat.handler': handler,
        'tencent_chat.attempt': attempt,
      };
      const links = [{ context: read(traceparent) }];
      const span = tracer.startSpan(
        `process ${NAME}`,
        { kind: SpanKind.CONSUMER, links, attributes },
        ROOT_CONTEXT,
      );
      const outcome = context.with(trace.setSpan(ROOT_CONTEXT, span), call);
      span.end();
      return outcome;
    },
    traceparent: () => undefined,
  };
}

function written({ traceId, spanId }: SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}

function read(traceparent: string): SpanContext {
  return { traceId: traceparent.slice(3, 35), spanId: traceparent.slice(36, 52), traceFlags: 1 };
}
