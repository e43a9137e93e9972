import { isInstance } from '../common/is-instance.js';

/** The attributes of metrics and spans: from the messaging conventions if they have one, otherwise our own. */
export const ATTRIBUTE = {
  system: 'messaging.system',
  operationName: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  destination: 'messaging.destination.name',
  errorType: 'error.type',
  status: 'http.response.status_code',
  registration: 'tencent_chat.registration',
  sdkAppId: 'tencent_chat.sdk_app_id',
  command: 'tencent_chat.command',
  event: 'tencent_chat.event',
  handler: 'tencent_chat.handler',
  attempt: 'tencent_chat.attempt',
  errorCode: 'tencent_chat.error_code',
  outcome: 'tencent_chat.outcome',
  reason: 'tencent_chat.reason',
  kind: 'tencent_chat.verdict.kind',
  by: 'tencent_chat.verdict.by',
  action: 'tencent_chat.action',
} as const;

/** The name of the conventions for any value outside of a closed set. */
export const OTHER = '_OTHER';

/** The value of `messaging.system`. */
export const SYSTEM = 'tencent_chat';

/** Returns a command as an attribute. Commands without a class come from requests, so that their number has no limit. */
export function commandName(command: string, isKnown: (command: string) => boolean): string {
  return isKnown(command) ? command : OTHER;
}

/**
 * Returns the kind of a thrown value: the reason of a rejected request, or the name of an error. The message stays out, because it may hold
 * anything. Never throws.
 */
export function errorType(thrown: unknown): string {
  try {
    if (!isInstance(thrown, Error)) return OTHER;
    if ('reason' in thrown && isWord(thrown.reason)) return thrown.reason;
    return isWord(thrown.name) ? thrown.name : OTHER;
  } catch {
    return OTHER;
  }
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z_$][\w$]{0,63}$/.test(value);
}
