import { ConfigurationError, shown } from '../common/configuration-error.js';
import type { CallbackClass } from './callback-class.js';
import { callbackTable, type CallbackTable } from './callback-table.js';

/**
 * The catalogue with the app's own classes.
 *
 * @throws ConfigurationError naming the class and what it lacks
 */
export function resolveCallbacks(callbacks: readonly CallbackClass[]): CallbackTable {
  if (!Array.isArray(callbacks)) {
    throw new ConfigurationError('callbacks', shown(callbacks), 'give a list of classes');
  }
  callbacks.forEach((callback: unknown, index) => assertCallbackClass(`callbacks[${index}]`, callback));
  const table = callbackTable(callbacks);
  const events = [...table.values()].map(({ event }) => event);
  const repeated = events.find((event, index) => events.indexOf(event) !== index);
  if (repeated === undefined) return table;
  throw new ConfigurationError(
    'callbacks',
    `naming the event ${repeated} twice`,
    'give each command its own event',
  );
}

function assertCallbackClass(option: string, callback: unknown): void {
  const missing = ['command', 'event', 'idempotencyKey'].find(
    (name) => typeof callback !== 'function' || Reflect.get(callback, name) === undefined,
  );
  if (missing === undefined) return;
  throw new ConfigurationError(
    option,
    typeof callback === 'function' ? `without the static member ${missing}` : shown(callback),
    'give a class with the static members command, event and idempotencyKey',
  );
}
