import type { DeadLetterReason, HandledStep } from '../../lifecycle/lifecycle-steps.js';
import type { LifecycleObserver } from '../../lifecycle/lifecycle-channels.js';

/** A call of a handler. */
export type TestCall = Pick<HandledStep, 'command' | 'event' | 'handler' | 'attempt'>;

/** What happened to the callbacks that were sent. */
export interface Settled {
  /** Calls that succeeded. */
  handled: readonly TestCall[];
  /** Calls that failed, with what the handler threw. */
  failures: readonly (TestCall & { readonly error: unknown })[];
  /** Callbacks whose handlers are not called again. */
  deadLetters: readonly { id: string; command: string; reason: DeadLetterReason; error: string }[];
}

/** For how long after the answer a late before-handler is awaited, in ms: it may never end. */
const LATE_MS = 1000;

/** How often a test that waits looks whether a late before-handler is still awaited, in ms. */
const LOOK_MS = 20;

/** Follows the callbacks of one app until their handlers are done. */
export class Settlement {
  /** Callbacks whose handlers are not done, and whether these wait for another attempt. */
  private readonly open = new Map<string, 'running' | 'retrying'>();
  /** Before-handlers that missed their answer, and until when they are awaited. */
  private readonly late = new Map<string, number>();
  private readonly waiting = new Set<{ retries: boolean; resolve: () => void }>();
  private result = nothing();
  /** The timers of the machine, also when the test fakes timers later. */
  private readonly timers = { setInterval, clearInterval, now: performance.now.bind(performance) };

  constructor(private readonly sdkAppId: number) {}

  /**
   * Resolves when all handlers are done, or late by more than a second; a handler that waits for another attempt counts as done unless
   * `retries` is set.
   */
  async settled(retries: boolean): Promise<Settled> {
    if (!this.isDone(retries)) {
      const looks = this.timers.setInterval(() => this.wake(), LOOK_MS);
      await new Promise<void>((resolve) => this.waiting.add({ retries, resolve }));
      this.timers.clearInterval(looks);
    }
    const { result } = this;
    this.result = nothing();
    return result;
  }

  /** Returns an observer of a registration of the app. */
  observer(): LifecycleObserver {
    const ours =
      <Step extends { readonly sdkAppId: number }>(follow: (step: Step) => void) =>
      (step: Step): void => {
        if (step.sdkAppId !== this.sdkAppId) return;
        follow(step);
        this.wake();
      };
    return {
      accepted: ours(({ id, outcome, unheard }) => {
        if (outcome === 'accepted' && unheard === undefined) this.open.set(id, 'running');
      }),
      decided: ours(({ id, late }) => {
        for (const handler of late) this.late.set(lateKey(id, handler), this.timers.now() + LATE_MS);
      }),
      handled: ours((step) => {
        const { id, command, event, handler, attempt, error } = step;
        if ('error' in step) this.result.failures.push({ command, event, handler, attempt, error });
        else this.result.handled.push({ command, event, handler, attempt });
        this.late.delete(lateKey(id, handler));
      }),
      rescheduled: ours(({ id }) => this.open.set(id, 'retrying')),
      completed: ours(({ id }) => this.open.delete(id)),
      deadLettered: ours(({ id, command, reason, error }) => {
        this.open.delete(id);
        this.result.deadLetters.push({ id, command, reason, error });
      }),
      replayed: ours(({ id }) => this.open.set(id, 'running')),
    };
  }

  private isDone(retries: boolean): boolean {
    const now = this.timers.now();
    if ([...this.late.values()].some((until) => until > now)) return false;
    return retries ? this.open.size === 0 : ![...this.open.values()].includes('running');
  }

  private wake(): void {
    for (const waiter of this.waiting) {
      if (!this.isDone(waiter.retries)) continue;
      this.waiting.delete(waiter);
      waiter.resolve();
    }
  }
}

function nothing() {
  return {
    handled: new Array<TestCall>(),
    failures: new Array<TestCall & { error: unknown }>(),
    deadLetters: new Array<Settled['deadLetters'][number]>(),
  };
}

function lateKey(id: string, handler: string): string {
  return `${id} ${handler}`;
}
