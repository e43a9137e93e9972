/** Returns a thrown value. Replaces `undefined`, which would look like no failure to the observers of a step. */
export function asFailure(thrown: unknown): unknown {
  return thrown === undefined ? new Error('undefined was thrown') : thrown;
}
