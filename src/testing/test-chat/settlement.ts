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

/** Follows the callbacks of one app until their handlers are done. */
export class Settlement {
  /** Callbacks whose handlers are not done, and whether these wait for another attempt; late before-handlers too. */
  private readonly open = new Map<string, 'running' | 'retrying'>();
  private readonly waiting = new Set<{ retries: boolean; resolve: () => void }>();
  private result = nothing();

  constructor(private readonly sdkAppId: number) {}

  /** Resolves when all handlers are done; a handler that waits for another attempt counts as done unless `retries` is set. */
  async settled(retries: boolean): Promise<Settled> {
    if (!this.isDone(retries)) {
      await new Promise<void>((resolve) => this.waiting.add({ retries, resolve }));
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
        for (const handler of late) this.open.set(lateKey(id, handler), 'running');
      }),
      handled: ours((step) => {
        const { id, command, event, handler, attempt, error } = step;
        if ('error' in step) this.result.failures.push({ command, event, handler, attempt, error });
        else this.result.handled.push({ command, event, handler, attempt });
        this.open.delete(lateKey(id, handler));
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
