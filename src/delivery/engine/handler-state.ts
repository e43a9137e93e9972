import type { FailedCall, RecordHandler } from '../port/record-handler.js';

/** The run that a handler is called in. */
interface Run {
  readonly claim: { readonly bytes?: number | undefined };
  /** Number of calls that run or wait, and of writes that must end before the claim is given up. */
  open: number;
  /** Number of calls that have left their slots. */
  long: number;
}

/** One handler of a claimed record: whether it was called, and with what result. */
export class HandlerState<Within extends Run = Run> {
  /** `'left'`: to be called, now or later. `'open'`: waits in this process, or runs. `'done'`: has succeeded. `'ended'`: is not called again. */
  status: 'left' | 'open' | 'done' | 'ended' = 'left';
  /** Whether it was called, or put back, since the record was claimed. */
  wasTried = false;
  /** The latest failure that no step has reported. */
  failure: FailedCall | undefined = undefined;
  /** When the present call started, by `performance.now()`. */
  startedAt = 0;
  /** Whether the present call has left the shared slots. */
  isLong = false;
  /** Whether it waits for a call with its key, or for its `concurrency`. */
  isInLine = false;
  older: HandlerState<Within> | undefined = undefined;
  newer: HandlerState<Within> | undefined = undefined;

  /**
   * @param attempts number of its attempts
   * @param dueAt when it is called next, in ms since the epoch
   */
  constructor(
    readonly run: Within,
    readonly handler: RecordHandler,
    public attempts: number,
    public dueAt: number,
  ) {}

  /** Estimated bytes of its record; 0 if the store does not estimate them. */
  get bytes(): number {
    return this.run.claim.bytes ?? 0;
  }

  /** Makes it due again without a call, at a time in ms since the epoch. */
  putBack(dueAt: number): void {
    this.status = 'left';
    this.dueAt = dueAt;
    this.run.open -= 1;
  }
}
