import { asFailure } from '../common/as-failure.js';
import { plainVerdictOf } from '../callbacks/verdicts/method.js';
import { strongest, Verdict } from '../callbacks/verdicts/verdict.js';
import type { DecidedStep, HandlerFailure } from '../lifecycle/lifecycle-steps.js';

/** One handler that is asked. */
export interface Decider {
  /** Id of the handler. */
  readonly id: string;
  /** Returns or resolves with a verdict; `undefined` for no opinion. */
  readonly ask: () => unknown;
}

export interface PollResult extends Pick<DecidedStep, 'decidedBy' | 'failures' | 'late'> {
  readonly verdict: Verdict;
  /** Handlers that built a rejection wrongly, so that the plain one counts. */
  readonly misbuilt: readonly HandlerFailure[];
}

/** How a handler ended. */
export interface HandlerOutcome {
  readonly error?: unknown;
  readonly verdict?: Verdict;
  /** The verdict that was already given, if the handler ended after it. */
  readonly answered?: Verdict;
}

/** Called when a handler ends, however late. */
export type OnAnswered = (handler: string, outcome: HandlerOutcome) => void;

/** Collects the verdicts of one before-callback's handlers. */
export class VerdictPoll {
  /** Resolves with the deciding verdict. */
  readonly result: Promise<PollResult>;
  private readonly verdicts: Verdict[] = [];
  private readonly failures: HandlerFailure[] = [];
  private readonly misbuilt: HandlerFailure[] = [];
  private readonly missing = new Set<Decider>();
  private conclude!: (result: PollResult) => void;
  private answered: Verdict | undefined;

  /**
   * @param none decides if no handler has an opinion
   * @param fallback replaces the verdict of a handler that fails or is late
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

  /** Asks all handlers in one turn. The strongest verdict decides: at the first rejection, or when all have answered. */
  ask(deciders: readonly Decider[]): void {
    if (this.answered !== undefined) return;
    for (const decider of deciders) this.missing.add(decider);
    if (deciders.length === 0) this.end();
    for (const decider of deciders) void this.await(decider);
  }

  /** Decides from the verdicts so far. The fallback replaces those that are missing. */
  timeOut(): void {
    if (this.answered !== undefined) return;
    const late = [...this.missing].map(({ id }) => id);
    this.end(late, this.fallback);
  }

  /** Decides with the fallback, because no handler could be asked. */
  fail(handler: string, error: unknown): void {
    if (this.answered !== undefined) return;
    this.failures.push({ handler, error });
    this.end([], this.fallback);
  }

  private async await(decider: Decider): Promise<void> {
    try {
      const verdict = this.checked(await decider.ask());
      this.onAnswered(decider.id, { verdict, answered: this.answered });
      this.count(decider, verdict);
    } catch (thrown) {
      const error = asFailure(thrown);
      const plain = plainVerdictOf(error);
      this.onAnswered(decider.id, { error, verdict: plain, answered: this.answered });
      if (this.answered === undefined) {
        (plain === undefined ? this.failures : this.misbuilt).push({ handler: decider.id, error });
      }
      this.count(decider, plain ?? this.fallback);
    }
  }

  private checked(opinion: unknown): Verdict | undefined {
    if (opinion === undefined || opinion === null) return undefined;
    if (opinion instanceof Verdict && opinion.command === this.none.command) return opinion;
    throw new TypeError(
      `a handler of ${this.none.command} returned something other than a verdict of its event, such as event.allow()`,
    );
  }

  private count(decider: Decider, verdict: Verdict | undefined): void {
    if (this.answered !== undefined) return;
    this.missing.delete(decider);
    if (verdict !== undefined) this.verdicts.push(verdict);
    if (this.missing.size === 0 || verdict?.kind === 'reject') this.end();
  }

  private end(late: readonly string[] = [], ...more: Verdict[]): void {
    const given = [...this.verdicts, ...more];
    // `none` takes no part: it would win over a fallback of the same kind.
    const [first = this.none, ...others] = given;
    const verdict = strongest(first, ...others);
    this.answered = verdict;
    const decidedBy = given.length === 0 ? 'nobody' : verdict === this.fallback ? 'fallback' : 'handlers';
    const { failures, misbuilt } = this;
    this.conclude({ verdict, decidedBy, failures, misbuilt, late });
  }
}
