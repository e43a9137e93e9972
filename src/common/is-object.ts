/** Whether a value is an object, lists included. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether a value is an object and not a list. */
export function isRecord(value: unknown): value is object {
  return isObject(value) && !Array.isArray(value);
}
