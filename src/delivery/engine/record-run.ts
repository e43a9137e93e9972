import { errorLine } from '../../common/error-text.js';
import type { HandlerFailure } from '../../lifecycle/lifecycle-steps.js';
import type { Claim } from '../port/callback-store.js';
import type { Death } from '../port/dead-record.js';
import type { EndedHandler, Progress } from '../port/progress.js';
import type { RecordHandler } from '../port/record-handler.js';
import { HandlerState } from './handler-state.js';

/** A claimed record whose handlers are called. */
export class RecordRun<OwnClaim extends Claim> {
  open = 0;
  /** Number of calls that run. */
  running = 0;
  /** Number of calls that have left their slots. */
  long = 0;
  /** Number of saves that are not written. */
  saves = 0;
  /** Whether another process has taken over the lease. */
  isLost = false;
  /** Fires when a failed handler is due again while another one still runs. */
  timer: NodeJS.Timeout | undefined = undefined;
  /** Set if the mark of a suspect could not be written: the time at which its handlers are tried again. */
  suspectUntil: number | undefined = undefined;
  /** Handlers that are due until this time are called now. */
  dueUntil: number;
  readonly states: readonly HandlerState<RecordRun<OwnClaim>>[];

  /**
   * @param now handlers that are due until this time are called. If none is due, because clocks differ a little, the earliest are called.
   * @param progress progress of the claim
   * @param handlers all handlers of the record
   * @param alone whether its handlers are called one at a time, each after a mark in the store
   * @param lookUpFailed whether the look-up of the handlers failed, so that `handlers` is only that failure
   */
  constructor(
    readonly claim: OwnClaim,
    now: number,
    private readonly progress: Progress,
    handlers: readonly RecordHandler[],
    readonly alone: boolean,
    private readonly lookUpFailed = false,
  ) {
    this.states = statesOf(this, progress, handlers);
    this.dueUntil = Math.max(now, this.nextDueAt ?? 0);
  }

  /** When the first handler that is left is called next; `undefined` if none is left. */
  get nextDueAt(): number | undefined {
    let next: number | undefined;
    for (const { status, dueAt } of this.states) {
      if (status === 'left' && (next === undefined || dueAt < next)) next = dueAt;
    }
    return next;
  }

  /** Whether every handler has succeeded. */
  get isComplete(): boolean {
    return this.progress.ended.length === 0 && this.states.every(({ status }) => status === 'done');
  }

  /** Whether the store does not know the result of a call. */
  get hasNews(): boolean {
    return this.states.some(({ status, failure }) => status === 'done' || failure !== undefined);
  }

  /** Number of attempts; the highest of all handlers. */
  get attempts(): number {
    return Math.max(this.progress.attempts, ...this.states.map(({ attempts }) => attempts));
  }

  /** Whether a running call takes a shared slot, or the next one will. */
  get takesSlot(): boolean {
    return this.states.some(({ status, isLong, isInLine }) => status === 'open' && !isLong && !isInLine);
  }

  /** The progress to write. */
  toProgress(): Progress {
    const { done, only, suspicion } = this.progress;
    return {
      attempts: this.attempts,
      done: [...done, ...this.idsOf('done')],
      ended: this.ended,
      left: this.states
        .filter(({ status }) => status === 'left' || status === 'open')
        .map(({ handler, attempts, dueAt }) => ({ handler: handler.id, attempts, dueAt })),
      ...(only && { only }),
      ...(this.suspectUntil !== undefined && suspicion && { suspicion }),
    };
  }

  /** The progress to write before a handler of a suspect is called. */
  toMark(handler: string, beside: boolean): Progress {
    const { suspicion } = this.progress;
    const { deaths, deathsBeside = 0 } =
      suspicion?.handler === handler ? suspicion : { deaths: 0, deathsBeside: 0 };
    const mark = { handler, deaths, deathsBeside };
    return { ...this.toProgress(), suspicion: beside ? { ...mark, beside } : mark };
  }

  toDeath(): Death {
    const { ended } = this;
    return {
      reason: ended.some(({ crashed }) => crashed)
        ? 'crashed'
        : ended.some(({ suspected }) => suspected)
          ? 'suspected'
          : 'failed',
      handlers: this.lookUpFailed ? [] : ended.map(({ handler }) => handler),
      attempts: this.attempts,
      error: ended.map(({ error }) => error).join('; '),
    };
  }

  /** The handlers that are not called again, each with what it threw if this process has called it. */
  get finalFailures(): HandlerFailure[] {
    return this.ended.map(
      ({ handler, error }) =>
        this.states.find((state) => state.handler.id === handler)?.failure ?? { handler, error },
    );
  }

  /** Returns the failures of handlers that are called again, once. */
  takeFailures(): HandlerFailure[] {
    return this.states.flatMap((state) => {
      const { status, failure } = state;
      if (status !== 'left' || failure === undefined) return [];
      state.failure = undefined;
      return [failure];
    });
  }

  private get ended(): readonly EndedHandler[] {
    const ended = this.states.filter(({ status }) => status === 'ended');
    return [
      ...this.progress.ended,
      ...ended.map(({ handler, failure }) => ({ handler: handler.id, error: errorLine(failure?.error) })),
    ];
  }

  private idsOf(status: HandlerState['status']): string[] {
    return this.states.filter((state) => state.status === status).map(({ handler }) => handler.id);
  }
}

function statesOf<OwnClaim extends Claim>(
  run: RecordRun<OwnClaim>,
  { attempts, done, ended, left, only }: Progress,
  handlers: readonly RecordHandler[],
): HandlerState<RecordRun<OwnClaim>>[] {
  const called = only === undefined ? handlers : [...handlers, ...missing(only, handlers)];
  const states: HandlerState<RecordRun<OwnClaim>>[] = [];
  for (const handler of called) {
    const { id } = handler;
    if (done.includes(id) || ended.some((each) => each.handler === id)) continue;
    if (only !== undefined && !only.includes(id)) continue;
    const own = left?.find((each) => each.handler === id);
    states.push(
      new HandlerState(run, handler, own?.attempts ?? (left === undefined ? attempts : 0), own?.dueAt ?? 0),
    );
  }
  return states;
}

/** Fails the handlers that a replay names and that this release, or this process, does not have. */
function missing(only: readonly string[], handlers: readonly RecordHandler[]): RecordHandler[] {
  return only
    .filter((id) => !handlers.some((handler) => handler.id === id))
    .map((id) => failing(id, new Error(`there is no handler with the id ${id}: replay it for another one`)));
}

/** Returns a handler whose calls fail. */
export function failing(id: string, error: unknown): RecordHandler {
  return { id, call: () => ({ handler: id, error, retryable: true }) };
}
