/** A call of a handler took longer than its `timeoutMs`. It is retried like any failure. */
export class HandlerTimeoutError extends Error {
  override readonly name = 'HandlerTimeoutError';

  /**
   * @param handler id of the handler
   * @param timeoutMs its time, in ms
   */
  constructor(
    readonly handler: string,
    readonly timeoutMs: number,
  ) {
    super(`${handler} did not end within the ${timeoutMs} ms of its timeoutMs`);
  }
}
