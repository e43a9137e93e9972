/** A value, or a promise of it: what is in memory need not be awaited. */
export type Awaitable<Value> = Value | Promise<Value>;

/** Whether a value has to be awaited: a promise, or any other object with a method `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
