import type { EventEmitter2 } from '@nestjs/event-emitter';

/**
 * Calls every listener of an event and waits for all of them. The emitter's own `emitAsync` would stop at the first
 * listener that throws, and would not wait for the others once one has rejected.
 *
 * @throws the listener's error, or an AggregateError when several failed
 */
export async function callListeners(emitter: EventEmitter2, name: string, event: object): Promise<void> {
  const calls = [
    ...emitter.listeners(name).map((listener) => async () => listener.call(emitter, event)),
    ...emitter.listenersAny().map((listener) => async () => listener.call(emitter, name, event)),
  ];
  const outcomes = await Promise.allSettled(calls.map((call) => call()));
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} listeners of ${name} failed`);
}
