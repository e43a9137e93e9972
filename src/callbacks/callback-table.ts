import type { CallbackClass } from './callback-class.js';
import { CATALOGUE } from './catalogue.js';

/** The callbacks that a registration knows, by command. */
export abstract class CallbackTable implements Pick<ReadonlyMap<string, CallbackClass>, 'get' | 'values'> {
  abstract get(command: string): CallbackClass | undefined;
  abstract values(): MapIterator<CallbackClass>;
}

/** The catalogue with callbacks of the app's own, which come before those of the same command. */
export function callbackTable(own: readonly CallbackClass[] = []): CallbackTable {
  return new Map([...CATALOGUE, ...own].map((callback) => [callback.command, callback]));
}
