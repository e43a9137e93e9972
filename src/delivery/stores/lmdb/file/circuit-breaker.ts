import { errorLine } from '../../../../common/error-text.js';

/**
 * Fails all writes after one has failed, and checks each second whether the disk can be written. If it can, tries one write. Each commit
 * that fails may damage LMDB's memory and end the process.
 */
export class CircuitBreaker {
  private failure: { readonly why: string; readonly tryAt: number } | undefined;
  private trial: Promise<unknown> | undefined;

  /**
   * @param assertRoom rejects if the disk cannot be written
   * @param pauseMs time without a write after a failure, in ms
   */
  constructor(
    private readonly assertRoom: () => Promise<void>,
    private readonly pauseMs = 1000,
  ) {}

  /**
   * @throws what the write throws, or why the last one failed
   */
  async run<Outcome>(write: () => Promise<Outcome>): Promise<Outcome> {
    if (this.failure === undefined) return this.attempt(write);
    // Other writes wait for the result of the one that is tried.
    await this.trial;
    const { failure } = this;
    if (failure === undefined) return this.attempt(write);
    if (performance.now() < failure.tryAt) throw new Error(failure.why);
    const trial = this.attempt(async () => {
      await this.assertRoom();
      return write();
    });
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

/** Returns why a commit failed. LMDB hides the cause in a promise, whose rejection would end the process. */
async function causeOf(error: unknown): Promise<string> {
  if (error instanceof Error && 'commitError' in error && error.commitError instanceof Promise) {
    return error.commitError.then(errorLine, errorLine);
  }
  return errorLine(error);
}
