import type { CallbackClass } from '../callbacks/callback-class.js';
import { callbackTable, type CallbackTable } from '../callbacks/callback-table.js';
import { membersOf } from '../callbacks/idempotency-key.js';
import { shapeOf } from '../callbacks/wire/wire-reader.js';
import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertOption } from '../common/option-checks.js';
import { nearestName } from '../common/nearest-name.js';

/**
 * The catalogue with the app's own classes.
 *
 * @throws ConfigurationError naming the class and what it lacks
 */
export function resolveCallbacks(callbacks: readonly CallbackClass[]): CallbackTable {
  assertOption(Array.isArray(callbacks), 'callbacks', callbacks, 'give a list of classes');
  callbacks.forEach((callback: unknown, index) => assertCallbackClass(`callbacks[${index}]`, callback));
  callbacks.forEach((callback, index) => assertKey(`callbacks[${index}].idempotencyKey`, callback));
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
    'give a class with the static members command, event and idempotencyKey, or what defineCallback() returns',
  );
}

/** Without this a misspelt member would silently make each callback unique. */
function assertKey(option: string, callback: CallbackClass): void {
  const isFunction = typeof callback.idempotencyKey === 'function';
  assertOption(isFunction, option, callback.idempotencyKey, "give a function, such as byMember('MsgKey')");
  const { known } = shapeOf(callback);
  const misspelt = membersOf(callback.idempotencyKey).find((name) => known.size > 0 && !known.has(name));
  if (misspelt === undefined) return;
  const near = nearestName(misspelt, known);
  throw new ConfigurationError(
    option,
    `byMember('${misspelt}'), but ${callback.name} has no decorator on such a member`,
    near === undefined
      ? 'declare the member with a decorator such as @WireString()'
      : `perhaps '${near}' is meant`,
  );
}
