import { TakenValues } from './http/adapter/taken-values.js';
import type { TencentChatWebhookExtras } from './tencent-chat-webhook.extras.js';

const names = new TakenValues('name', 'registrations', 'give each its own name');
const paths = new TakenValues(
  'path',
  'registrations',
  'give each its own path, different in more than its case',
);
const globals = new TakenValues(
  'isGlobal',
  'registrations',
  'make one of them global, because a guard of the whole app can serve the apps of one registration only, and let a module of yours import and export the other',
);

/** Marks that a registration differs from all others of its app. */
export const UNIQUE = Symbol('TencentChatUniqueRegistration');

/** @throws ConfigurationError if another registration of the app has the same name or path, or is global as well */
export function assertUnique(
  app: object,
  { name, path, isGlobal }: Required<TencentChatWebhookExtras>,
): true {
  paths.take(app, path);
  names.take(app, name);
  if (isGlobal) globals.take(app, 'true');
  return true;
}
