import type { Awaitable } from '../common/awaitable.js';
import type { StatusAnswer } from './answer.js';
import type { AuthenticatedUrl } from './authentication.js';
import type { UnusableJson } from './json-body.js';

/** Holds the id of the callback that a request became. */
export const CALLBACK_ID = Symbol('TencentChatCallbackId');

/** A request that brought a callback. */
export interface ReceivedRequest {
  [CALLBACK_ID]?: string;
}

/** Receives the callbacks that the HTTP controller has authenticated. */
export abstract class Receiver {
  /**
   * @param request gets the id of the callback, even if the callback is rejected
   * @param traceparent position of the request in its trace
   * @returns the answer for Chat; not a promise if nothing has to be awaited
   * @throws RejectedRequest, directly or as a rejected promise
   */
  abstract receive(
    url: AuthenticatedUrl,
    body: object | UnusableJson,
    request: ReceivedRequest,
    traceparent?: string,
  ): Awaitable<StatusAnswer>;
}
