/** The entries of a log that a reader has not seen yet, at most 1,000. */
export interface LogPage {
  /** A damaged entry is `undefined`. */
  readonly values: readonly unknown[];
  /** Where the next read begins. */
  readonly cursor: string;
}

/**
 * Logs that the processes share through a delivery's store. A log has each id once, so that what is appended at least once is read
 * exactly once.
 */
export interface SharedLog {
  /**
   * Appends a JSON value unless the log has its id: one atomic write. Resolves when the value can no longer be lost.
   *
   * @param keepMs minimum time for which the log is kept after this write, in ms
   * @returns whether the value was appended
   */
  append(log: string, id: string, value: unknown, keepMs: number): Promise<boolean>;

  /**
   * Reads the next values. Along the cursors each value comes once; the values of one process keep their order. A page of fewer than
   * 1,000 values is the last one for now.
   *
   * @param cursor of the page before; the log is read from its beginning without it
   */
  read(log: string, cursor?: string): Promise<LogPage>;
}

/** Maximum number of values that a read returns. */
export const LOG_PAGE = 1000;
