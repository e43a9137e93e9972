import { LONGEST_TIMER_MS } from '../../../common/option-checks.js';
import { steadyNow } from '../../../common/steady-now.js';

/** Wakes somebody at the earliest of the times that it is told. */
export class WakeUp {
  private at = Infinity;
  private timer: NodeJS.Timeout | undefined;

  /** @param wake called when something is due */
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
