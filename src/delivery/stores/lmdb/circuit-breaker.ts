import { errorLine } from '../../../common/error-text.js';

/**
 * After a write has failed, one write a second is tried, and all others fail at once: LMDB may damage its memory, and end
 * the process, when commits fail by the hundred.
 */
export class CircuitBreaker {
  private failure: { readonly why: string; readonly tryAt: number } | undefined;
  private trial: Promise<unknown> | undefined;

  /** @param pauseMs for how long nothing is tried after a failure, in ms */
  constructor(private readonly pauseMs = 1000) {}

  /**
   * @throws what the write throws, or why the last one failed
   */
  async run<Outcome>(write: () => Promise<Outcome>): Promise<Outcome> {
    if (this.failure === undefined) return this.attempt(write);
    // Whoever comes while one write is tried waits for what becomes of it.
    await this.trial;
    const { failure } = this;
    if (failure === undefined) return this.attempt(write);
    if (performance.now() < failure.tryAt) throw new Error(failure.why);
    const trial = this.attempt(write);
    this.trial = trial.catch(() => {});
    return trial;
  }

  private async attempt<Outcome>(write: () => Promise<Outcome>): Promise<Outcome> {
    try {
      const outcome = await write();
      this.failure = undefined;
      return outcome;
    } catch (error) {
      const why = await causeOf(error);
      this.failure = { why, tryAt: performance.now() + this.pauseMs };
      throw new Error(why, { cause: error });
    }
  }
}

/** A commit that failed hides its cause in a promise, which has to be awaited lest it end the process. */
async function causeOf(error: unknown): Promise<string> {
  if (error instanceof Error && 'commitError' in error && error.commitError instanceof Promise) {
    return error.commitError.then(errorLine, errorLine);
  }
  return errorLine(error);
}
