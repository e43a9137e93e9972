/** The attributes of metrics and spans: those of the messaging conventions where they have one, else our own. */
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

/** What the conventions call anything outside of a closed set. */
export const OTHER = '_OTHER';

/** The value of `messaging.system`. */
export const SYSTEM = 'tencent_chat';

/** A command as an attribute: those without a class come from requests, and have no end. */
export function commandName(command: string, isKnown: (command: string) => boolean): string {
  return isKnown(command) ? command : OTHER;
}

/**
 * The kind of an error: of a rejected request its reason, else the name of its class. Never its message, which may hold
 * anything.
 */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return OTHER;
  if ('reason' in error && isWord(error.reason)) return error.reason;
  return isWord(error.name) ? error.name : OTHER;
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z_$][\w$]{0,63}$/.test(value);
}
