/** A handler that is not called again, with the reason. */
export interface EndedHandler {
  readonly handler: string;
  /** The error in one line. */
  readonly error: string;
  /** Set if the process died in it, while it was the only one. */
  readonly crashed?: true;
  /** Set if the process died in it or in one that ran beside it. */
  readonly suspected?: true;
}

/** A handler that is called again. */
export interface HandlerProgress {
  readonly handler: string;
  /** Number of its attempts. */
  readonly attempts: number;
  /** When it is called next, in ms since the epoch. */
  readonly dueAt: number;
}

/** Marks a record in whose handlers the process died. Its handlers are called one at a time, each after a mark in the store. */
export interface Suspicion {
  /** The handler that the mark names, which was being called. */
  readonly handler?: string;
  /** Number of deaths after that mark, while the handler was the only one. */
  readonly deaths: number;
  /** Set if other callbacks run beside the handler, so that a death may be theirs. */
  readonly beside?: true;
  /** Number of deaths while others ran beside it. */
  readonly deathsBeside?: number;
}

/** The progress of a record's handlers, as JSON. */
export interface Progress {
  /** Number of attempts; the highest of all handlers. */
  readonly attempts: number;
  /** Ids of the handlers that have succeeded. */
  readonly done: readonly string[];
  /** The handlers that have not succeeded and are not called again. */
  readonly ended: readonly EndedHandler[];
  /**
   * The remaining handlers that have an attempt or a due time. Earlier releases wrote no list: each remaining handler then has `attempts`,
   * and is due.
   */
  readonly left?: readonly HandlerProgress[];
  /** Ids of the handlers to call, for a replay. */
  readonly only?: readonly string[];
  readonly suspicion?: Suspicion;
}

export const NO_PROGRESS: Progress = { attempts: 0, done: [], ended: [] };

/** Returns the progress of a record that is replayed for these handlers; for all handlers if the list is empty. */
export function replayProgress(handlers: readonly string[]): Progress {
  return handlers.length === 0 ? NO_PROGRESS : { ...NO_PROGRESS, only: handlers };
}

/** Returns the progress of a record after the process that held its lease died in its handlers. */
export function afterCrash(progress: Progress): Progress {
  const { suspicion } = progress;
  if (suspicion?.handler === undefined) return { ...progress, suspicion: { deaths: 0 } };
  const { handler, deaths, beside, deathsBeside = 0 } = suspicion;
  const counted = beside ? { deaths, deathsBeside: deathsBeside + 1 } : { deaths: deaths + 1, deathsBeside };
  return { ...progress, suspicion: { handler, ...counted } };
}

/** Ends the marked handler if the process died `crashes` times after the mark. */
export function endCrashing(progress: Progress, crashes: number): Progress {
  const { suspicion } = progress;
  if (suspicion?.handler === undefined) return progress;
  const { handler, deaths, deathsBeside = 0 } = suspicion;
  const all = deaths + deathsBeside;
  if (all < crashes) return progress;
  const ended: EndedHandler =
    deathsBeside === 0
      ? { handler, error: `the process died in it ${all} times`, crashed: true }
      : { handler, error: `suspected: the process died ${all} times in it or beside it`, suspected: true };
  return { ...progress, ended: [...progress.ended, ended], suspicion: { deaths: 0 } };
}
