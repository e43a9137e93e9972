import { once } from 'node:events';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base';

/** The spans of a real SDK that have ended, in that order. */
export class FinishedSpans implements SpanProcessor {
  readonly all: ReadableSpan[] = [];
  private readonly arrivals = new EventTarget();
  private readonly provider = new BasicTracerProvider({ spanProcessors: [this] });
  readonly tracer = this.provider.getTracer('test');

  constructor() {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    this.all.push(span);
    this.arrivals.dispatchEvent(new Event('arrival'));
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** From then on they are those of tracers that nobody was given. */
  registerGlobally(): void {
    trace.setGlobalTracerProvider(this.provider);
  }

  async shutdown(): Promise<void> {
    trace.disable();
    context.disable();
    return Promise.resolve();
  }

  /** The nth span of that name, and perhaps of a handler, as soon as it has ended. */
  async get(
    name: string,
    { nth = 1, handler }: { nth?: number; handler?: string } = {},
  ): Promise<ReadableSpan> {
    for (;;) {
      const found = this.all.filter(
        (span) =>
          span.name === name &&
          (handler === undefined || span.attributes['tencent_chat.handler'] === handler),
      )[nth - 1];
      if (found) return found;
      await once(this.arrivals, 'arrival');
    }
  }
}
