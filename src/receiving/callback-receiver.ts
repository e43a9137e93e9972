import { Injectable } from '@nestjs/common';
import { assertSameCommand, typedBody } from '../callbacks/body.js';
import { isBeforeCallback, type CallbackClass } from '../callbacks/callback-class.js';
import { byTimedBody } from '../callbacks/idempotency-key.js';
import { callbackRecord } from '../delivery/callback-record.js';
import { reasonOf } from '../delivery/failure-log.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import { Inbox } from './after-callbacks.js';
import { BeforeCallbacks } from './before-callbacks.js';

/** Takes authenticated callbacks: those on whose answer Chat waits are decided, all others are kept. */
@Injectable()
export class CallbackReceiver {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly inbox: Inbox,
    private readonly verdicts: BeforeCallbacks,
  ) {}

  /**
   * @returns the answer for Chat
   * @throws RejectedRequest 400 for a body that is not as its command says, which is kept as a dead letter; 503 when the callback
   * could not be kept
   */
  async receive(url: AuthenticatedUrl, body: object): Promise<StatusAnswer> {
    const { command } = url;
    if (command === undefined) {
      throw new RejectedRequest('malformedUrl', 400, 'the URL parameter CallbackCommand is missing', {
        body,
      });
    }
    assertSameCommand(command, body);
    const callback = this.options.callbacks.get(command);
    const typed = await this.typed(url, command, callback, body);
    const record = callbackRecord(url, command, typed, callback?.idempotencyKey);
    if (isBeforeCallback(callback)) {
      const { answer } = await this.verdicts.decide(record, callback);
      return { status: 200, answer };
    }
    await this.inbox.keep(record);
    return ACCEPTED;
  }

  private async typed(
    url: AuthenticatedUrl,
    command: string,
    callback: CallbackClass | undefined,
    body: object,
  ): Promise<object> {
    try {
      if (callback !== undefined) return typedBody(callback, body);
    } catch (error) {
      // Not by the command's own rule, which may rely on members that are not there.
      const record = callbackRecord(url, command, body, byTimedBody);
      await this.inbox.bury(record, reasonOf(error));
      throw error;
    }
    if (this.options.unknownCommands === 'acknowledge') return body;
    throw new RejectedRequest('unknownCommand', 400, 'this CallbackCommand is not known here', {
      seen: command,
      body,
    });
  }
}
