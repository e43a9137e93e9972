import type { AfterEvent } from './after-event.js';
import { TencentChatEvent } from './tencent-chat.event.js';

/** The time that is left for a verdict. */
export interface VerdictDeadline {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
  /** In ms; 0 when it is over. */
  readonly remainingMs: number;
}

/**
 * A before-callback as its handlers get it. Beside the members here it has the methods that build the verdicts of its
 * command, such as `allow()` and `reject()`; a handler returns one of them, or `undefined` for no opinion.
 */
export class TencentChatBeforeEvent<Body extends object = object> extends TencentChatEvent<Body> {
  readonly #deadline: VerdictDeadline;

  constructor(event: Omit<TencentChatEvent<Body>, keyof AfterEvent>, deadline: VerdictDeadline) {
    super(event);
    this.#deadline = deadline;
  }

  /** Aborted when the time for a verdict is over: hand it on to `fetch` and the like. */
  override get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /** Time left for a verdict, in ms; 0 when it is over. */
  get remainingMs(): number {
    return this.#deadline.remainingMs;
  }
}
