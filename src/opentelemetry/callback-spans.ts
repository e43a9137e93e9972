import {
  type Context,
  context as active,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { CallbackTracing, HandlerCall, StatusAnswer, TelemetryContext } from '../index.js';
import { isThenable } from '../common/awaitable.js';
import { ATTRIBUTE, commandName, errorType, SYSTEM } from './attributes.js';
import { fromTraceparent, toTraceparent } from './traceparent.js';

/** Makes a span for each request, which ends at the answer, and one for each call of a handler. */
export class CallbackSpans implements CallbackTracing {
  constructor(
    private readonly tracer: Tracer,
    private readonly context: Pick<TelemetryContext, 'registration' | 'isKnown'>,
  ) {}

  async receive(
    { command, sdkAppId }: Parameters<CallbackTracing['receive']>[0],
    receive: (traceparent: string | undefined) => Promise<StatusAnswer>,
  ): Promise<StatusAnswer> {
    // SERVER, because Chat is the client. The CLIENT of the conventions is for consumers that fetch.
    const parent = active.active();
    const attributes = { [ATTRIBUTE.sdkAppId]: sdkAppId };
    const span = this.begin('receive', command, { kind: SpanKind.SERVER, attributes }, parent);
    if (span === undefined) return receive(undefined);
    const traceparent = toTraceparent(span.spanContext());
    try {
      const answer = await active.with(trace.setSpan(parent, span), receive, undefined, traceparent);
      span.setAttributes({
        [ATTRIBUTE.status]: answer.status,
        [ATTRIBUTE.errorCode]: answer.answer.ErrorCode,
      });
      return answer;
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /**
   * A handler of a before-callback is part of the trace of the request. Any other handler begins a new trace with a link to the
   * request, because that trace has ended at the answer, perhaps days ago and in another process.
   */
  handle(call: HandlerCall, handler: () => unknown): unknown {
    const received = fromTraceparent(call.traceparent, !call.before);
    const parent =
      call.before && received !== undefined ? trace.setSpanContext(active.active(), received) : ROOT_CONTEXT;
    const links = call.before || received === undefined ? [] : [{ context: received }];
    const attributes = {
      [ATTRIBUTE.sdkAppId]: call.sdkAppId,
      [ATTRIBUTE.event]: call.event,
      [ATTRIBUTE.handler]: call.handler,
      [ATTRIBUTE.attempt]: call.attempt,
    };
    const span = this.begin('process', call.command, { kind: SpanKind.CONSUMER, links, attributes }, parent);
    if (span === undefined) return handler();
    return this.within(span, trace.setSpan(parent, span), handler);
  }

  traceparent(): string | undefined {
    return toTraceparent(trace.getActiveSpan()?.spanContext());
  }

  /** Ends the span of a synchronous handler synchronously. */
  private within(span: Span, context: Context, handler: () => unknown): unknown {
    let outcome: unknown;
    try {
      outcome = active.with(context, handler);
    } catch (error) {
      fail(span, error);
      span.end();
      throw error;
    }
    if (isThenable(outcome)) return this.until(outcome, span);
    span.end();
    return outcome;
  }

  private async until(outcome: PromiseLike<unknown>, span: Span): Promise<unknown> {
    try {
      return await outcome;
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** @returns `undefined` if the SDK fails, so that the callback is handled without a span */
  private begin(
    operation: 'receive' | 'process',
    command: string | undefined,
    { attributes: own, ...options }: SpanOptions,
    parent: Context,
  ): Span | undefined {
    const destination = command === undefined ? undefined : commandName(command, this.context.isKnown);
    // The spread is last, because V8 takes ten times as long for an object that begins with one.
    const attributes = {
      [ATTRIBUTE.system]: SYSTEM,
      [ATTRIBUTE.operationName]: operation,
      [ATTRIBUTE.operationType]: operation,
      [ATTRIBUTE.registration]: this.context.registration,
      [ATTRIBUTE.destination]: destination,
      ...own,
    };
    const name = destination === undefined ? operation : `${operation} ${destination}`;
    try {
      return this.tracer.startSpan(name, { attributes, ...options }, parent);
    } catch (error) {
      diag.error(`no span could be made for ${name}`, error);
      return undefined;
    }
  }
}

/** Marks a span as failed. It leaves out the error itself, whose message may contain what a user wrote, or the user's name. */
function fail(span: Span, error: unknown): void {
  span.setAttribute(ATTRIBUTE.errorType, errorType(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
}
