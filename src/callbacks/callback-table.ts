import type { CallbackClass } from './callback-class.js';
import { CATALOGUE } from './catalogue.js';

/** The callbacks that a registration knows, by command or alias; `values` has each once. */
export abstract class CallbackTable implements Pick<ReadonlyMap<string, CallbackClass>, 'get' | 'values'> {
  abstract get(command: string): CallbackClass | undefined;
  abstract values(): MapIterator<CallbackClass>;
}

/**
 * Returns the catalogue with the app's own callbacks, which replace those of the same command. An alias finds its class unless another
 * class has the word as its command.
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
