import { timerMsUntil } from '../../common/time/steady-now.js';

interface RetriedRun {
  /** Fires when the next of its failed handlers is due. */
  timer: NodeJS.Timeout | undefined;
}

/** Times the retry of a handler while another one of its record still runs, which may take long. One timer per run. */
export class RetryTimers<Run extends RetriedRun> {
  private readonly runs = new Set<Run>();

  /** @param retry called when the timer of a run fires, with its time */
  constructor(private readonly retry: (run: Run, dueAt: number) => void) {}

  /**
   * Sets the timer of a run, in place of an earlier one.
   *
   * @param dueAt in ms since the epoch
   */
  set(run: Run, dueAt: number): void {
    this.clear(run);
    this.runs.add(run);
    run.timer = setTimeout(() => this.retry(run, dueAt), timerMsUntil(dueAt));
  }

  clear(run: Run): void {
    if (run.timer === undefined) return;
    clearTimeout(run.timer);
    run.timer = undefined;
    this.runs.delete(run);
  }

  /** @returns the runs whose timers it has cleared */
  clearAll(): Run[] {
    const runs = [...this.runs];
    for (const run of runs) this.clear(run);
    return runs;
  }
}
