import { strongest, Verdict } from '../callbacks/verdicts/verdict.js';
import type { HandlerFailure } from '../lifecycle/lifecycle-steps.js';

/** One handler that is asked. */
export interface Decider {
  /** Id of the handler. */
  readonly id: string;
  /** Gives its opinion; `undefined` for none. */
  readonly ask: () => unknown;
}

/** What a poll came to. */
export interface PollResult {
  readonly verdict: Verdict;
  /** Who has decided: handlers with an opinion, nobody, or the fallback in place of a handler. */
  readonly decidedBy: 'handlers' | 'nobody' | 'fallback';
  readonly failures: readonly HandlerFailure[];
  /** Ids of the handlers that had not spoken when the time was over. */
  readonly late: readonly string[];
}

/** How one handler ended, however late. */
export type OnAnswered = (handler: string, outcome: { error?: unknown; afterTheEnd: boolean }) => void;

/** The handlers of one before-callback, and what they have said so far. */
export class VerdictPoll {
  /** Resolves with the verdict that stands. */
  readonly result: Promise<PollResult>;
  private readonly verdicts: Verdict[] = [];
  private readonly failures: HandlerFailure[] = [];
  private readonly missing = new Set<Decider>();
  private conclude!: (result: PollResult) => void;
  private over = false;

  /**
   * @param none what stands when nobody has an opinion
   * @param fallback what stands in for a handler that fails or is late
   */
  constructor(
    private readonly none: Verdict,
    private readonly fallback: Verdict,
    private readonly onAnswered: OnAnswered,
  ) {
    this.result = new Promise((resolve) => {
      this.conclude = resolve;
    });
  }

  /** Asks all handlers at once. The strongest verdict stands, at the first rejection or when all have spoken. */
  ask(deciders: readonly Decider[]): void {
    if (this.over) return;
    for (const decider of deciders) this.missing.add(decider);
    if (deciders.length === 0) this.end();
    for (const decider of deciders) void this.hear(decider);
  }

  /** Concludes with what was said so far, and the fallback for those who have not spoken. */
  timeOut(): void {
    if (!this.over)
      this.end(
        [...this.missing].map(({ id }) => id),
        this.fallback,
      );
  }

  /** Nobody could be asked: the fallback stands. */
  fail(handler: string, error: unknown): void {
    if (this.over) return;
    this.failures.push({ handler, error });
    this.end([], this.fallback);
  }

  private async hear(decider: Decider): Promise<void> {
    try {
      const verdict = this.checked(await decider.ask());
      this.onAnswered(decider.id, { afterTheEnd: this.over });
      this.heard(decider, verdict);
    } catch (error) {
      this.onAnswered(decider.id, { error, afterTheEnd: this.over });
      if (!this.over) this.failures.push({ handler: decider.id, error });
      this.heard(decider, this.fallback);
    }
  }

  private checked(opinion: unknown): Verdict | undefined {
    if (opinion === undefined || opinion === null) return undefined;
    if (opinion instanceof Verdict && opinion.command === this.none.command) return opinion;
    throw new TypeError(
      `a handler of ${this.none.command} returned something other than a verdict of its event, such as event.allow()`,
    );
  }

  private heard(decider: Decider, verdict: Verdict | undefined): void {
    if (this.over) return;
    this.missing.delete(decider);
    if (verdict !== undefined) this.verdicts.push(verdict);
    if (this.missing.size === 0 || verdict?.kind === 'reject') this.end();
  }

  private end(late: readonly string[] = [], ...more: Verdict[]): void {
    this.over = true;
    const given = [...this.verdicts, ...more];
    // Without the one of nobody, which would stand before a fallback of the same kind.
    const [first = this.none, ...others] = given;
    const verdict = strongest(first, ...others);
    const decidedBy = given.length === 0 ? 'nobody' : verdict === this.fallback ? 'fallback' : 'handlers';
    this.conclude({ verdict, decidedBy, failures: this.failures, late });
  }
}
