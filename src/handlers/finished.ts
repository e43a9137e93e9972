import { types } from 'node:util';
import { isObservable } from 'rxjs';

/**
 * Checks the result of a handler. Observables and generators do nothing until somebody consumes them, so the callback would count as
 * handled although the handler has done no work.
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
