type Listener = (...args: unknown[]) => unknown;

/**
 * Returns the listener behind one that the emitter calls later (`async`, `nextTick`) and whose outcome it drops: its failure
 * would end the process. Returns any other listener unchanged.
 */
export function unwrapDeferred(listener: Listener): Listener {
  // eventemitter2 marks them so.
  if (Reflect.get(listener, '_async') !== true) return listener;
  const origin: unknown = Reflect.get(listener, '_origin');
  return typeof origin === 'function' ? (...args) => Reflect.apply(origin, undefined, args) : listener;
}
