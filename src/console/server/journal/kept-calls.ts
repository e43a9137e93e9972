import type { HandledStep } from '../../../index.js';
import { errorLine } from '../../../common/error-text.js';
import type { JournalEntry } from '../../console-api.js';

/** A call of a handler, as an entry keeps it. */
export interface KeptCall {
  id: string;
  attempts: number;
  durationMs: number;
  done: boolean;
  error: string | undefined;
}

/** The calls of an entry. */
export interface KeptCalls {
  /** The first of them, as many as were called, are of this callback; the others are left to be used again. */
  readonly calls: KeptCall[];
  called: number;
}

/** Puts a call in the place of the handler's former one, or behind the others. */
export function putCall(kept: KeptCalls, step: HandledStep): void {
  const call = callOf(kept, step.handler) ?? nextCall(kept, step.handler);
  call.attempts = step.attempt;
  call.durationMs = step.durationMs;
  call.done = !('error' in step);
  call.error = 'error' in step ? errorLine(step.error) : undefined;
}

/** Puts that of a handler behind the others which gave no verdict in time, and has not ended yet. */
export function putLateCall(kept: KeptCalls, handler: string, timeoutMs: number): void {
  const call = nextCall(kept, handler);
  call.attempts = 1;
  call.durationMs = timeoutMs;
  call.done = false;
  call.error = `gave no verdict within ${timeoutMs} ms`;
}

/** The call of a handler, where there was one. */
export function callOf({ calls, called }: KeptCalls, handler: string): KeptCall | undefined {
  for (let nth = 0; nth < called; nth += 1) {
    const call = calls[nth];
    if (call?.id === handler) return call;
  }
  return undefined;
}

export function shownCall({
  id,
  attempts,
  durationMs,
  done,
  error,
}: KeptCall): JournalEntry['handlers'][number] {
  const shown = { id, attempts, durationMs, done };
  return error === undefined ? shown : { ...shown, error };
}

function nextCall(kept: KeptCalls, handler: string): KeptCall {
  let call = kept.calls[kept.called];
  if (call === undefined) {
    call = { id: '', attempts: 0, durationMs: 0, done: false, error: undefined };
    kept.calls.push(call);
  }
  kept.called += 1;
  call.id = handler;
  return call;
}
