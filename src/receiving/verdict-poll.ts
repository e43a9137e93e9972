import { strongest, Verdict } from '../callbacks/verdicts/verdict.js';
import type { ListenerCall } from '../handlers/listener-calls.js';

/** What a poll reports to whoever watches over it. */
export interface PollObserver {
  /** A handler threw, or returned something that is no verdict of this command; the fallback stands in for it. */
  failed(error: unknown): void;
  /** The time is over, and the fallback stands in for that many handlers. */
  timedOut(missing: number): void;
  /** A verdict came after the time was over. */
  late(verdict: Verdict): void;
}

/** The handlers of one before-callback, and what they have said so far. */
export class VerdictPoll {
  private readonly verdicts: Verdict[] = [];
  /** Resolves with the verdict that stands. */
  readonly decided: Promise<Verdict>;
  private conclude!: (verdict: Verdict) => void;
  private missing = 0;
  private state: 'open' | 'concluded' | 'timed out' = 'open';

  /**
   * @param allow what stands when nobody has an opinion
   * @param fallback what stands in for a handler that fails or is late
   */
  constructor(
    private readonly allow: Verdict,
    private readonly fallback: Verdict,
    private readonly observer: PollObserver,
  ) {
    this.decided = new Promise((resolve) => {
      this.conclude = resolve;
    });
  }

  /** Asks all handlers at once. The strongest verdict stands, at the first rejection or when all have spoken. */
  ask(calls: readonly ListenerCall[]): void {
    if (this.state !== 'open') return;
    this.missing = calls.length;
    if (calls.length === 0) this.end('concluded');
    for (const call of calls) {
      void call()
        .then((opinion) => this.checked(opinion))
        .catch((error: unknown) => {
          this.observer.failed(error);
          return this.fallback;
        })
        .then((verdict) => this.heard(verdict));
    }
  }

  /** Concludes with what was said so far, and the fallback for those who have not spoken. */
  timeOut(): void {
    if (this.state !== 'open') return;
    this.observer.timedOut(this.missing);
    this.end('timed out', this.fallback);
  }

  private checked(opinion: unknown): Verdict | undefined {
    if (opinion === undefined || opinion === null) return undefined;
    if (opinion instanceof Verdict && opinion.command === this.allow.command) return opinion;
    throw new TypeError(
      `a handler of ${this.allow.command} returned something other than a verdict of its event, such as event.allow()`,
    );
  }

  private heard(verdict: Verdict | undefined): void {
    if (this.state === 'timed out' && verdict !== undefined) this.observer.late(verdict);
    if (this.state !== 'open') return;
    if (verdict !== undefined) this.verdicts.push(verdict);
    this.missing -= 1;
    if (this.missing === 0 || verdict?.kind === 'reject') this.end('concluded');
  }

  private end(state: 'concluded' | 'timed out', ...more: Verdict[]): void {
    this.state = state;
    this.conclude(strongest(this.allow, ...this.verdicts, ...more));
  }
}
