import { nextTurn } from './next-turn.js';

/** Longest time that work may take in one turn of the event loop, in ms. */
const TURN_MS = 10;

/** Divides long work among turns of the event loop, so that requests are served in between. */
export class TurnBudget {
  private end = performance.now() + TURN_MS;

  /** Whether the work has used up its turn. */
  get isSpent(): boolean {
    return performance.now() >= this.end;
  }

  /** Begins the budget of a new turn. */
  begin(): void {
    this.end = performance.now() + TURN_MS;
  }

  /** Continues in another turn if this one is used up. */
  async rest(): Promise<void> {
    if (!this.isSpent) return;
    await nextTurn();
    this.begin();
  }
}
