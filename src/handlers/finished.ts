import { types } from 'node:util';
import { isObservable } from 'rxjs';

/**
 * Checks the result of a handler. Some do nothing until somebody consumes them, which nobody does: the work of the handler would be missing,
 * and the callback would pass for handled.
 *
 * @throws TypeError for an Observable, such as one of Nest's `HttpService`, and for a generator
 */
export function assertFinished(result: unknown): void {
  if (typeof result !== 'object' || result === null) return;
  if (isObservable(result)) {
    throw new TypeError(
      'the handler returned an Observable, to which nobody subscribes: await lastValueFrom(observable)',
    );
  }
  if (types.isGeneratorObject(result)) {
    throw new TypeError(
      'the handler is a generator, which nobody runs: make it a function or an async function',
    );
  }
}
