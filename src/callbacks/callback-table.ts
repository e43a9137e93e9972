import type { CallbackClass } from './callback-class.js';
import { CATALOGUE } from './catalogue.js';

/** The callbacks that a registration knows, by command or alias; `values` has each once. */
export abstract class CallbackTable implements Pick<ReadonlyMap<string, CallbackClass>, 'get' | 'values'> {
  abstract get(command: string): CallbackClass | undefined;
  abstract values(): MapIterator<CallbackClass>;
}

/**
 * The catalogue with callbacks of the app's own, which come before those of the same command. A command word that is no class's own
 * finds the class that has it as an alias.
 */
export function callbackTable(own: readonly CallbackClass[] = []): CallbackTable {
  const callbacks: readonly CallbackClass[] = [...CATALOGUE, ...own];
  const byCommand = new Map(callbacks.map((callback) => [callback.command, callback]));
  const byAlias = new Map<string, CallbackClass>();
  for (const callback of byCommand.values()) {
    for (const alias of callback.aliases ?? []) byAlias.set(alias, callback);
  }
  return {
    get: (command) => byCommand.get(command) ?? byAlias.get(command),
    values: () => byCommand.values(),
  };
}
