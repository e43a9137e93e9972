import { Injectable } from '@nestjs/common';
import { isBeforeCallback, type CallbackClass } from '../callbacks/callback-class.js';
import { CallbackTable } from '../callbacks/callback-table.js';
import { byTimedBody } from '../callbacks/idempotency-key.js';
import type { Verdict } from '../callbacks/verdicts/verdict.js';
import { assertSameCommand, typedBody } from '../callbacks/wire/typed-body.js';
import { unknownMembers } from '../callbacks/wire/unknown-members.js';
import type { Awaitable } from '../common/awaitable.js';
import { errorLine } from '../common/error-text.js';
import { callbackRecord, keepTypedBody, type CallbackRecord } from '../delivery/port/callback-record.js';
import { UNKNOWN_COMMAND } from '../handlers/event-of-record.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import { CALLBACK_ID, type ReceivedRequest, type Receiver } from '../protocol/receiver.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { AfterCallbacks } from './after-callbacks.js';
import { BeforeCallbacks } from './before-callbacks.js';
import { ResolvedReceivingOptions } from './receiving.options.js';

/** Receives authenticated callbacks: decides those whose answer Chat waits for, and keeps all others. */
@Injectable()
export class CallbackReceiver implements Receiver {
  constructor(
    private readonly options: ResolvedReceivingOptions,
    private readonly callbacks: CallbackTable,
    private readonly after: AfterCallbacks,
    private readonly before: BeforeCallbacks,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * @throws RejectedRequest 400 for a body that does not match its command's class, which is kept as a dead letter; 503 if the
   * callback could not be kept; also as a rejection
   */
  receive(
    url: AuthenticatedUrl,
    body: object,
    request: ReceivedRequest,
    traceparent?: string,
  ): Awaitable<StatusAnswer> {
    const { command } = url;
    if (command === undefined) {
      throw new RejectedRequest('malformedUrl', 400, 'the URL parameter CallbackCommand is missing', {
        body,
      });
    }
    assertSameCommand(command, body);
    const callback = this.callbacks.get(command);
    if (callback === undefined && this.options.unknownCommands === 'reject') {
      throw new RejectedRequest('unknownCommand', 400, 'this CallbackCommand is not known here', {
        seen: command,
        body,
      });
    }
    const checked = callback && this.checked(callback, body);
    if (checked instanceof RejectedRequest) {
      return this.rejectInvalid(url, command, body, checked, request, traceparent);
    }
    const { registration } = this.lifecycle;
    // Takes the catalogue's own string if possible: a substring of the URL would keep the whole URL in memory.
    const word = callback?.command ?? command;
    const record = callbackRecord(registration, url, word, body, callback?.idempotencyKey, traceparent);
    request[CALLBACK_ID] = record.id;
    if (this.lifecycle.isObserved('drift')) this.reportDrift(record, checked);
    if (checked !== undefined) keepTypedBody(record, checked);
    if (isBeforeCallback(callback)) return this.before.decide(record, callback).then(answerOf);
    const kept = this.after.keep(record, callback?.event ?? UNKNOWN_COMMAND);
    return kept === undefined ? ACCEPTED : kept.then(() => ACCEPTED);
  }

  private checked(callback: CallbackClass, body: object): object | RejectedRequest {
    try {
      return typedBody(callback, body);
    } catch (error) {
      if (error instanceof RejectedRequest) return error;
      throw error;
    }
  }

  /** @param typed absent for a command without a class */
  private reportDrift({ id, command, sdkAppId, body }: CallbackRecord, typed: object | undefined): void {
    const unknown = typed === undefined ? [] : unknownMembers(typed, body);
    const known = typed !== undefined;
    if (known && unknown.length === 0) return;
    this.lifecycle.report('drift', { id, command, sdkAppId, unknownMembers: unknown, known });
  }

  private async rejectInvalid(
    url: AuthenticatedUrl,
    command: string,
    body: object,
    fault: RejectedRequest,
    request: ReceivedRequest,
    traceparent?: string,
  ): Promise<never> {
    // The command's own rule may need members that are missing.
    const record = callbackRecord(this.lifecycle.registration, url, command, body, byTimedBody, traceparent);
    request[CALLBACK_ID] = record.id;
    const death = { reason: 'invalid', handlers: [], attempts: 0, error: errorLine(fault) } as const;
    await this.after.deadLetter(record, death);
    throw fault;
  }
}

function answerOf({ answer }: Verdict): StatusAnswer {
  return { status: 200, answer };
}
