import type { EventEmitter2 } from '@nestjs/event-emitter';

/** Calls one listener; what it throws becomes a rejection. */
export type ListenerCall = () => Promise<unknown>;

/** The calls of every listener of an event. */
export function listenerCalls(emitter: EventEmitter2, name: string, event: object): ListenerCall[] {
  return emitter.listeners(name).map((listener) => async () => listener.call(emitter, event));
}

/** The calls of those that listen to whatever is emitted. */
export function observerCalls(emitter: EventEmitter2, name: string, event: object): ListenerCall[] {
  return emitter.listenersAny().map((listener) => async () => listener.call(emitter, name, event));
}

/**
 * Makes all calls and waits for them. The emitter's own `emitAsync` would stop at the first listener that throws, and
 * would not wait for the others once one has rejected.
 *
 * @throws the listener's error, or an AggregateError when several failed
 */
export async function callAll(name: string, calls: readonly ListenerCall[]): Promise<void> {
  const outcomes = await Promise.allSettled(calls.map((call) => call()));
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} listeners of ${name} failed`);
}
