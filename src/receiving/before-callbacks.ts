import { Injectable } from '@nestjs/common';
import type { BeforeCallback } from '../callbacks/callback-class.js';
import { standingVerdicts } from '../callbacks/verdicts/standing.js';
import type { Verdict } from '../callbacks/verdicts/verdict.js';
import type { CallbackRecord } from '../delivery/port/callback-record.js';
import { TencentChatBeforeEvent } from '../events/tencent-chat-before.event.js';
import type { TencentChatEvent } from '../events/tencent-chat.event.js';
import { Announcements } from '../handlers/announcements.js';
import { EmitterListeners } from '../handlers/emitter-listeners.js';
import { eventOfRecord } from '../handlers/event-of-record.js';
import type { Handler } from '../handlers/handler.js';
import { HandlerRegistry } from '../handlers/handler-registry.js';
import { stepOf } from '../lifecycle/body-of.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { RegistrationState } from '../lifecycle/registration-state.js';
import { Deadline } from './deadline.js';
import { ResolvedReceivingOptions } from './receiving.options.js';
import { VerdictPoll, type OnAnswered, type PollResult } from './verdict-poll.js';

/** Asks the handlers of a before-callback for their verdicts, within `verdicts.timeoutMs`. */
@Injectable()
export class BeforeCallbacks {
  constructor(
    private readonly options: ResolvedReceivingOptions,
    private readonly state: RegistrationState,
    private readonly registry: HandlerRegistry,
    private readonly listeners: EmitterListeners,
    private readonly announcements: Announcements,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Resolves with the deciding verdict: within `verdicts.timeoutMs`, or immediately if there is no handler. */
  async decide(record: CallbackRecord, callback: BeforeCallback): Promise<Verdict> {
    const first = eventOfRecord(record, callback, 1);
    const standing = standingVerdicts(callback.verdicts(first.body));
    if (this.state.isBound && !this.registry.isHeard(callback.event, callback.command)) {
      this.report(record, { verdict: standing.undecided, decidedBy: 'nobody', failures: [], late: [] }, 0);
      return standing.undecided;
    }
    const { timeoutMs, fallback } = this.options.verdicts;
    const deadline: Deadline = new Deadline(timeoutMs, () => poll.timeOut());
    const onAnswered = this.reporter(record, callback, deadline);
    const poll = new VerdictPoll(standing.undecided, standing[fallback], onAnswered);
    const ask = () => this.ask(poll, [first], record, callback, deadline);
    // Before the listeners are bound, none seem to exist. That must not allow everything.
    if (this.state.isBound) ask();
    else {
      this.listeners
        .ready()
        .then(ask)
        .catch((error: unknown) => poll.fail('the binding of the listeners', error));
    }
    try {
      const result = await poll.result;
      this.report(record, result, deadline.usedMs);
      return result.verdict;
    } finally {
      deadline.clear();
    }
  }

  /** @param made events that can be used before new ones are made */
  private ask(
    poll: VerdictPoll,
    made: TencentChatEvent[],
    record: CallbackRecord,
    callback: BeforeCallback,
    deadline: Deadline,
  ): void {
    // Each handler gets its own event and body, so that none sees another's changes.
    const create = () => {
      const event = new TencentChatBeforeEvent(made.pop() ?? eventOfRecord(record, callback, 1), deadline);
      return Object.assign(event, callback.verdicts(event.body));
    };
    const deciders = this.registry.decidersOf(callback.event, callback.command);
    poll.ask(
      deciders.map((handler) => ({ id: handler.id, ask: () => this.run(handler, record, callback, create) })),
    );
    this.announcements.show(callback.event, create);
  }

  private run(
    handler: Handler,
    record: CallbackRecord,
    { event }: BeforeCallback,
    create: () => object,
  ): unknown {
    const { tracing } = this.lifecycle;
    if (tracing === undefined) return handler.call(create());
    const { id, command, sdkAppId, traceparent } = record;
    return tracing.handle(
      { id, command, sdkAppId, event, handler: handler.id, attempt: 1, before: true, traceparent },
      () => handler.call(create()),
    );
  }

  private reporter(record: CallbackRecord, { event }: BeforeCallback, deadline: Deadline): OnAnswered {
    return (handler, { error, afterTheEnd }) => {
      if (!this.lifecycle.isObserved('handled')) return;
      const durationMs = deadline.usedMs;
      const lateByMs = durationMs - this.options.verdicts.timeoutMs;
      const details = {
        event,
        handler,
        attempt: 1,
        durationMs,
        before: true,
        ...(afterTheEnd && lateByMs > 0 && { lateByMs }),
        ...(error !== undefined && { error }),
      };
      this.lifecycle.report('handled', stepOf(record, details));
    };
  }

  private report(
    record: CallbackRecord,
    { verdict, decidedBy, failures, late }: PollResult,
    durationMs: number,
  ): void {
    if (!this.lifecycle.isObserved('decided')) return;
    const { timeoutMs, fallback } = this.options.verdicts;
    const { kind, answer } = verdict;
    const errorCode = answer.ErrorCode;
    const details = { kind, errorCode, decidedBy, durationMs, timeoutMs, fallback, late, failures };
    this.lifecycle.report('decided', stepOf(record, details));
  }
}
