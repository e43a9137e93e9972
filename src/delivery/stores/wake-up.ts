import { LONGEST_TIMER_MS } from '../../common/option-checks.js';
import { steadyNow } from '../../common/time/steady-now.js';

/** A timer that fires at the earliest planned time. */
export class WakeUp {
  private at = Infinity;
  private timer: NodeJS.Timeout | undefined;

  /** @param wake called at the earliest planned time */
  constructor(private readonly wake: () => void) {}

  /** @param at in ms since the epoch, by `steadyNow` */
  plan(at: number): void {
    if (at >= this.at) return;
    this.cancel();
    this.at = at;
    const delayMs = Math.min(at - steadyNow(), LONGEST_TIMER_MS);
    this.timer = setTimeout(() => {
      this.at = Infinity;
      this.wake();
    }, delayMs);
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.at = Infinity;
  }
}
