import type { ChatAnswer } from 'nestjs-tencent-chat-webhook';
import { createCallbackRequest, type CallbackRequestOptions } from 'nestjs-tencent-chat-webhook/testing';

/** What a receiver made of a callback. */
export interface Reply {
  /** HTTP status. */
  status: number;
  /** Whether Chat would be content: status 200 and an answer in its shape that says OK. */
  accepted: boolean;
  /** The same in plain words. */
  words: string;
}

/**
 * Signs a callback and sends it as Chat does.
 *
 * @param callback its `path` is the receiver's whole URL
 * @throws Error when nothing answers
 */
export async function sendCallback(callback: CallbackRequestOptions): Promise<Reply> {
  const { url, headers, body } = createCallbackRequest(callback);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      // Chat takes a redirect for a failure.
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    return replyFrom(response.status, await response.text());
  } catch (error) {
    throw new Error(`no answer from ${callback.path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** fetch only says that it failed; why, is in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : String(cause);
}

function replyFrom(status: number, text: string): Reply {
  const answer = parseAnswer(text);
  if (answer === undefined) {
    const excerpt = JSON.stringify(text.slice(0, 200));
    return { status, accepted: false, words: `not an answer that Chat can read (${status}): ${excerpt}` };
  }
  if (answer.ActionStatus === 'FAIL') {
    return { status, accepted: false, words: `refused (${status}): ${answer.ErrorInfo}` };
  }
  if (status !== 200) {
    return {
      status,
      accepted: false,
      words: `OK, but with ${status}, and Chat takes only 200 for a success`,
    };
  }
  return { status, accepted: true, words: 'accepted (200)' };
}

function parseAnswer(text: string): ChatAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isChatAnswer(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isChatAnswer(value: unknown): value is ChatAnswer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'ActionStatus' in value &&
    (value.ActionStatus === 'OK' || value.ActionStatus === 'FAIL') &&
    'ErrorInfo' in value &&
    typeof value.ErrorInfo === 'string' &&
    'ErrorCode' in value &&
    typeof value.ErrorCode === 'number'
  );
}
