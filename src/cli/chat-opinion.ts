import type { ChatAnswer } from '../protocol/answer.js';
import type { Answered, Exchange } from './exchange.js';

/** How long Chat waits for an answer, in ms (vendor page 1047/34354). */
export const CHAT_WAITS_MS = 2000;

/** How Chat would judge an exchange. */
export interface ChatOpinion {
  /** Whether the callback counts as a success. */
  success: boolean;
  /** The answer, or the reason of the failure, in one line. */
  words: string;
}

/** Returns whether Chat would count a callback as received, and if not, why (vendor pages 1047/34354 and 34355). */
export function chatOpinion(exchange: Exchange): ChatOpinion {
  if (!exchange.answered) return { success: false, words: exchange.reason };
  const { status, ms, text } = exchange;
  const words = answerInWords(exchange);
  const fault = (why: string) => ({ success: false, words: `${why}: ${words}` });
  const answer = readAnswer(text);
  if (status !== 200) return fault(`status ${status} is a failure to Chat, only 200 is not`);
  if (answer === undefined) return fault('Chat cannot read this answer');
  if (ms > CHAT_WAITS_MS) return fault(`too late: Chat waits ${CHAT_WAITS_MS / 1000} s`);
  return { success: answer.ActionStatus === 'OK', words };
}

function answerInWords({ shown }: Answered): string {
  const answer = readAnswer(shown);
  if (answer === undefined) return shown === '' ? 'no body' : excerpt(shown);
  const { ActionStatus, ErrorCode, ErrorInfo } = answer;
  return `${ActionStatus} ${ErrorCode}${ErrorInfo && ` ${excerpt(ErrorInfo)}`}`;
}

/** Returns the three members that Chat requires at the top level; `undefined` if one is missing or malformed. */
export function readAnswer(text: string): ChatAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isChatAnswer(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns at most 120 characters of a text, quoted, on one line. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}

/** Describes the answer of an exchange in one line. */
export function describeExchange(exchange: Exchange): string {
  if (!exchange.answered) return exchange.reason;
  const { status, ms, shown } = exchange;
  const isShort = shown.length <= 120 && !shown.includes('\n');
  const body = shown === '' ? 'without a body' : isShort ? shown : excerpt(shown);
  return `${status} in ${milliseconds(ms)}, ${body}`;
}

/** Describes the request of an exchange in one line. A long body is cut. */
export function describeRequest({
  message: { method = 'POST', url, headers = {}, body = '' },
}: Exchange): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  const text = String(body);
  const shown = text.length > 160 ? `${text.slice(0, 159)}…` : text;
  return [`${method} ${url}`, ...fields, ...(shown === '' ? [] : [shown])].join(' | ');
}

export function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
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
    Number.isInteger(value.ErrorCode)
  );
}
