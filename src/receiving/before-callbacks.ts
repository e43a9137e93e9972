import { Injectable, Logger } from '@nestjs/common';
import type { BeforeCallback } from '../callbacks/callback-class.js';
import { standingVerdicts } from '../callbacks/verdicts/standing.js';
import type { Verdict } from '../callbacks/verdicts/verdict.js';
import type { CallbackRecord } from '../delivery/callback-record.js';
import { stackOf } from '../lifecycle/stack-of.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import { Deadline } from './deadline.js';
import { Dispatcher } from '../handlers/dispatcher.js';
import { eventOfRecord } from '../handlers/event-of-record.js';
import { QuotaGuard } from '../quota/quota-guard.js';
import { TencentChatBeforeEvent } from '../events/tencent-chat-before.event.js';
import { VerdictPoll, type PollObserver } from './verdict-poll.js';

/** Has before-callbacks decided by their handlers, in time. */
@Injectable()
export class BeforeCallbacks {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(
    private readonly options: ResolvedOptions,
    private readonly dispatcher: Dispatcher,
    private readonly quotaGuard: QuotaGuard,
  ) {}

  /** Resolves with the verdict that stands, within `verdicts.timeoutMs`. Without any handler: at once. */
  async decide(record: CallbackRecord, callback: BeforeCallback): Promise<Verdict> {
    const verdicts = callback.verdicts(record.body);
    const standing = standingVerdicts(verdicts);
    if (this.dispatcher.bound && !this.isAnybodyAsked(callback)) return standing.undecided;

    const { timeoutMs, fallback } = this.options.verdicts;
    const deadline: Deadline = new Deadline(timeoutMs, () => poll.timeOut());
    const observer = this.observer(record, deadline);
    const poll = new VerdictPoll(standing.undecided, standing[fallback], observer);
    const event = Object.assign(
      new TencentChatBeforeEvent(eventOfRecord(record, callback, 1), deadline),
      verdicts,
    );
    // Before the listeners are bound there seem to be none, which is no reason to allow everything.
    const ask = () => poll.ask([...this.dispatcher.ask(event), ...this.quotaGuard.calls(event)]);
    if (this.dispatcher.bound) ask();
    else {
      this.dispatcher
        .ready()
        .then(ask)
        .catch((error: unknown) => observer.failed(error));
    }
    try {
      return await poll.decided;
    } finally {
      deadline.clear();
    }
  }

  private isAnybodyAsked({ event, command }: BeforeCallback): boolean {
    return this.dispatcher.isHeard(event) || this.quotaGuard.decidesOn(command);
  }

  private observer({ command, id }: CallbackRecord, deadline: Deadline): PollObserver {
    const { timeoutMs, fallback } = this.options.verdicts;
    return {
      failed: (error) =>
        this.logger.error(
          `a handler of ${command} failed, so that '${fallback}' counts for it, id ${id}`,
          stackOf(error),
        ),
      timedOut: (missing) =>
        this.logger.warn(
          `${missing} handlers of ${command} gave no verdict within ${timeoutMs} ms, so that '${fallback}' counts for them, id ${id}`,
        ),
      late: ({ kind, answer }) =>
        this.logger.warn(
          `a verdict on ${command} came ${Math.ceil(deadline.missedByMs)} ms too late: it would have said '${kind}' with ErrorCode ${answer.ErrorCode}, id ${id}`,
        ),
    };
  }
}
