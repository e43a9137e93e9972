/** Like `instanceof`, but returns `false` for a value whose prototype cannot be read, such as a revoked Proxy. */
export function isInstance<Type>(
  value: unknown,
  type: abstract new (...args: never[]) => Type,
): value is Type {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}
