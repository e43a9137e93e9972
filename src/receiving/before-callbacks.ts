import { Injectable } from '@nestjs/common';
import type { BeforeCallback } from '../callbacks/callback-class.js';
import { standingVerdicts } from '../callbacks/verdicts/standing.js';
import type { Verdict } from '../callbacks/verdicts/verdict.js';
import type { CallbackRecord } from '../delivery/port/callback-record.js';
import { TencentChatBeforeEvent } from '../events/tencent-chat-before.event.js';
import type { TencentChatEvent } from '../events/tencent-chat.event.js';
import { Announcements } from '../handlers/calls/announcements.js';
import { EmitterListeners } from '../handlers/discovery/emitter-listeners.js';
import { eventOfRecord } from '../handlers/event-of-record.js';
import { HandlerRegistry } from '../handlers/discovery/handler-registry.js';
import { HandlerRunner } from '../handlers/calls/handler-runner.js';
import { stepOf } from '../lifecycle/body-of.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { RegistrationState } from '../lifecycle/registration-state.js';
import { Deadline } from './deadline.js';
import { LateVerdicts } from './late-verdicts.js';
import { fallbackOf } from './verdict-fallback.js';
import { ResolvedReceivingOptions } from './receiving.options.js';
import { VerdictPoll, type OnAnswered, type PollResult } from './verdict-poll.js';

/** Asks the handlers of a before-callback for their verdicts, within `verdicts.timeoutMs`. */
@Injectable()
export class BeforeCallbacks {
  constructor(
    private readonly options: ResolvedReceivingOptions,
    private readonly state: RegistrationState,
    private readonly registry: HandlerRegistry,
    private readonly runner: HandlerRunner,
    private readonly listeners: EmitterListeners,
    private readonly announcements: Announcements,
    private readonly lateVerdicts: LateVerdicts,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Resolves with the deciding verdict: within `verdicts.timeoutMs`, or immediately if there is no handler. */
  async decide(record: CallbackRecord, callback: BeforeCallback): Promise<Verdict> {
    const first = eventOfRecord(record, callback, 1);
    const standing = standingVerdicts(callback.verdicts(first.body));
    if (this.state.isBound && !this.registry.isHeard(callback.event, callback.command)) {
      this.report(record, callback, { ...UNASKED, verdict: standing.undecided, decidedBy: 'nobody' }, 0);
      return standing.undecided;
    }
    const { timeoutMs } = this.options.verdicts;
    const fallback = this.fallbackOf(callback);
    const deadline: Deadline = new Deadline(timeoutMs, () => poll.timeOut());
    const onAnswered = this.reporter(record, callback, deadline);
    const poll = new VerdictPoll(standing.undecided, standing[fallback], onAnswered);
    const ask = () => this.ask(poll, [first], record, callback, deadline);
    // Before the listeners are bound, none seem to exist. That must not allow everything.
    const unasked = (error: unknown) => poll.fail('the look-up of the handlers', error);
    try {
      if (this.state.isBound) ask();
      else this.listeners.ready().then(ask).catch(unasked);
    } catch (error) {
      unasked(error);
    }
    try {
      const result = await poll.result;
      this.report(record, callback, result, deadline.usedMs);
      return result.verdict;
    } finally {
      deadline.clear();
    }
  }

  /**
   * The fallback's verdict on a body that cannot be read as its class. No handler is asked.
   *
   * @param unreadable what is wrong with the body
   */
  decideUnreadable(
    record: CallbackRecord,
    callback: BeforeCallback,
    typed: object,
    unreadable: string,
  ): Verdict {
    const verdict = standingVerdicts(callback.verdicts(typed))[this.fallbackOf(callback)];
    this.report(record, callback, { ...UNASKED, verdict, decidedBy: 'fallback', unreadable }, 0);
    return verdict;
  }

  private fallbackOf(callback: BeforeCallback): 'allow' | 'reject' {
    return fallbackOf(this.options.verdicts.fallback, callback);
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
    const called = { record, event: callback.event, before: true };
    poll.ask(
      deciders.map((handler) => ({ id: handler.id, ask: () => this.runner.run(handler, called, 1, create) })),
    );
    this.announcements.show(callback.event, create);
  }

  private reporter(record: CallbackRecord, { event }: BeforeCallback, deadline: Deadline): OnAnswered {
    return (handler, { error, verdict, answered }) => {
      const lateVerdict =
        verdict !== undefined && answered !== undefined
          ? this.lateVerdicts.emit(record, {
              event,
              handler,
              verdict,
              answered,
              lateByMs: deadline.sinceClearedMs,
            })
          : undefined;
      if (!this.lifecycle.isObserved('handled')) return;
      const durationMs = deadline.usedMs;
      const lateByMs = durationMs - this.options.verdicts.timeoutMs;
      const details = { event, handler, attempt: 1, durationMs, before: true };
      if (answered !== undefined && lateByMs > 0) Object.assign(details, { lateByMs });
      if (error !== undefined) Object.assign(details, { error });
      const report = () => this.lifecycle.report('handled', stepOf(record, details));
      // What a handler causes is accepted before the handler is done: a test that waits for both would miss it.
      if (lateVerdict === undefined) report();
      else void lateVerdict.then(report);
    };
  }

  private report(
    record: CallbackRecord,
    callback: BeforeCallback,
    result: PollResult & { unreadable?: string },
    durationMs: number,
  ): void {
    if (!this.lifecycle.isObserved('decided')) return;
    const { verdict, decidedBy, failures, misbuilt, late, unreadable } = result;
    const { kind, answer } = verdict;
    const details = {
      kind,
      errorCode: answer.ErrorCode,
      decidedBy,
      failures,
      late,
      durationMs,
      timeoutMs: this.options.verdicts.timeoutMs,
      fallback: this.fallbackOf(callback),
    };
    // Assigned, because a spread would take 30 of 290 µs (row `ours, on fastify, p50 of a verdict`).
    if (misbuilt.length > 0) Object.assign(details, { misbuilt });
    if (unreadable !== undefined) Object.assign(details, { unreadable });
    this.lifecycle.report('decided', stepOf(record, details));
  }
}

/** The part of a result that is empty because no handler was asked. */
const UNASKED = { failures: [], misbuilt: [], late: [] };
