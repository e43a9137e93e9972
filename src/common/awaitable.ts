/** A value, or a promise of it: what is in memory need not be awaited. */
export type Awaitable<Value> = Value | Promise<Value>;

/** Whether a value has to be awaited: a promise, or any other object or function with a method `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const mayHaveMembers = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return mayHaveMembers && 'then' in value && typeof value.then === 'function';
}
