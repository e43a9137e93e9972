/** The call of a handler, as its event shows it. */
export interface EventCall {
  /** Aborted when the handler's `timeoutMs` is over. */
  readonly signal: AbortSignal;
  /** Whether the handler has handled a newer event about the same thing. */
  readonly stale: boolean;
  /** Identifies the thing that the event is about. */
  readonly staleKey?: string;
  /** The event's place in the order of the thing's events. */
  readonly staleOrder?: number;
}
