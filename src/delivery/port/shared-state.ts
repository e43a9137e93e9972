/** A JSON value with its position in the order of its key. */
export interface SharedValue {
  readonly order: number;
  readonly value: unknown;
}

/** Values that the processes share through a delivery's store: per key the value with the highest order. */
export interface SharedState {
  latest(key: string): Promise<SharedValue | undefined>;

  /**
   * Keeps a value unless the key has one of the same or a higher order.
   *
   * @param forgetAfterMs how long the value is kept, in ms
   */
  advance(key: string, value: SharedValue, forgetAfterMs: number): Promise<void>;
}
