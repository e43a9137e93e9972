type Listener = (...args: unknown[]) => unknown;

/**
 * The listener behind one that the emitter calls later (`async`, `nextTick`) and whose outcome it drops: a failure would
 * end the process. Others as they are.
 */
export function unwrapDeferred(listener: Listener): Listener {
  // How eventemitter2 marks them.
  if (Reflect.get(listener, '_async') !== true) return listener;
  const origin: unknown = Reflect.get(listener, '_origin');
  return typeof origin === 'function' ? (...args) => Reflect.apply(origin, undefined, args) : listener;
}
