import { Injectable } from '@nestjs/common';
import { isBeforeCallback } from '../callbacks/callback-class.js';
import { CallbackTable } from '../callbacks/callback-table.js';
import { byTimedBody } from '../callbacks/idempotency-key.js';
import type { Verdict } from '../callbacks/verdicts/verdict.js';
import { readBody } from '../callbacks/wire/typed-body.js';
import { unknownMembers } from '../callbacks/wire/unknown-members.js';
import type { Awaitable } from '../common/awaitable.js';
import { errorLine } from '../common/error-text.js';
import {
  callbackRecord,
  type CallbackIdentity,
  keepTypedBody,
  type CallbackRecord,
} from '../delivery/port/callback-record.js';
import { UNKNOWN_COMMAND } from '../handlers/event-of-record.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import { NO_OBJECT, UnusableJson } from '../protocol/json-body.js';
import { CALLBACK_ID, type ReceivedRequest, type Receiver } from '../protocol/receiver.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { AfterCallbacks } from './after-callbacks.js';
import { BeforeCallbacks } from './before-callbacks.js';
import { assertSameCommand, commandWord, shareCommandWord } from './command-word.js';
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
   * @throws RejectedRequest 400 for JSON that cannot be kept, unless it is a before-callback's; 400 for an after-callback's body that does
   * not match its class, which is kept as a dead letter; 503 if the callback could not be kept, directly or as a rejected promise
   */
  receive(
    url: AuthenticatedUrl,
    body: object | UnusableJson,
    request: ReceivedRequest,
    traceparent?: string,
  ): Awaitable<StatusAnswer> {
    if (body instanceof UnusableJson) return this.receiveUnusable(url, body, request, traceparent);
    const { command } = url;
    if (command === undefined) {
      throw new RejectedRequest('malformedUrl', 400, 'the URL parameter CallbackCommand is missing', {
        body,
      });
    }
    const callback = this.callbacks.get(command);
    assertSameCommand(command, body, callback);
    if (callback === undefined && this.options.unknownCommands === 'reject') {
      throw new RejectedRequest('unknownCommand', 400, 'this CallbackCommand is not known here', {
        seen: command,
        body,
      });
    }
    if (callback === undefined && Array.isArray(body)) throw malformed(NO_OBJECT);
    if (callback !== undefined) shareCommandWord(callback, body);
    const read = callback && readBody(callback, body);
    const before = isBeforeCallback(callback) ? callback : undefined;
    if (read?.fault !== undefined && before === undefined) {
      return this.rejectInvalid(url, command, body, read.fault, request, traceparent);
    }
    const word = callback === undefined ? command : commandWord(callback, command);
    const identity = read?.fault === undefined ? callback : unreadable(word);
    const record = this.identified(url, word, body, identity, traceparent);
    request[CALLBACK_ID] = record.id;
    if (this.lifecycle.isObserved('drift')) this.reportDrift(record, read?.typed);
    if (before !== undefined && read?.fault !== undefined) {
      return answerOf(this.before.decideUnreadable(record, before, read.typed, read.fault));
    }
    if (read !== undefined) keepTypedBody(record, read.typed);
    if (before !== undefined) return this.before.decide(record, before).then(answerOf);
    const kept = this.after.keep(record, callback?.event ?? UNKNOWN_COMMAND);
    return kept === undefined ? ACCEPTED : kept.then(() => ACCEPTED);
  }

  /** Makes the record of a callback. An `idempotencyKey` of the app that fails must not lose it. */
  private identified(
    url: AuthenticatedUrl,
    word: string,
    body: object,
    identity: CallbackIdentity | undefined,
    traceparent: string | undefined,
  ): CallbackRecord {
    const { registration } = this.lifecycle;
    try {
      return callbackRecord(registration, url, word, body, identity, traceparent);
    } catch (error) {
      const message = `idempotencyKey of ${word} failed, so that RequestId or the body identifies the callback`;
      this.lifecycle.report('fault', { message, error });
      return callbackRecord(registration, url, word, body, unreadable(word), traceparent);
    }
  }

  /**
   * Rejects a body that is no usable JSON. A before-callback gets a verdict nevertheless, because Chat treats a rejection like no answer.
   */
  private receiveUnusable(
    url: AuthenticatedUrl,
    { fault }: UnusableJson,
    request: ReceivedRequest,
    traceparent?: string,
  ): StatusAnswer {
    const { command = '' } = url;
    const callback = this.callbacks.get(command);
    if (!isBeforeCallback(callback)) throw malformed(fault);
    const { registration } = this.lifecycle;
    const word = commandWord(callback, command);
    const record = callbackRecord(registration, url, word, {}, unreadable(word), traceparent);
    request[CALLBACK_ID] = record.id;
    return answerOf(this.before.decideUnreadable(record, callback, {}, fault));
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
    why: string,
    request: ReceivedRequest,
    traceparent?: string,
  ): Promise<never> {
    const { registration } = this.lifecycle;
    const record = callbackRecord(registration, url, command, body, unreadable(command), traceparent);
    request[CALLBACK_ID] = record.id;
    const fault = new RejectedRequest('invalidBody', 400, why, { body });
    const death = { reason: 'invalid', handlers: [], attempts: 0, error: errorLine(fault) } as const;
    await this.after.deadLetter(record, death);
    throw fault;
  }
}

/** The identity of a body that cannot be read: the command's own rule may need members that are missing. */
function unreadable(command: string): CallbackIdentity {
  return { command, idempotencyKey: byTimedBody };
}

function malformed(fault: string): RejectedRequest {
  return new RejectedRequest('malformedBody', 400, fault);
}

function answerOf({ answer }: Verdict): StatusAnswer {
  return { status: 200, answer };
}
