/** A value that can be written as JSON, and where it stands in the order of its key. */
export interface SharedValue {
  readonly order: number;
  readonly value: unknown;
}

/** What everybody who shares a delivery's store can read: for each key the value that comes last in its order. */
export interface SharedState {
  latest(key: string): Promise<SharedValue | undefined>;

  /**
   * Keeps a value, unless there is one that comes later or at the same place.
   *
   * @param forgetAfterMs for how long it is kept, in ms
   */
  advance(key: string, value: SharedValue, forgetAfterMs: number): Promise<void>;
}
