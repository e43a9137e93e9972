import type { HandledStep } from '../../index.js';
import { errorLine } from '../../lifecycle/error-text.js';
import type { EntryState } from './kept-entry.js';

type Call = EntryState['handlers'][number];

/** Whether the entry is of a callback that may still be handled. */
export function isAfterEntry({ outcome }: EntryState): boolean {
  return outcome !== 'duplicate' && outcome !== 'decided';
}

export function isBeforeEntry({ outcome }: EntryState): boolean {
  return outcome === 'decided';
}

/** Whether an answer with this status can be that of the entry. */
export function lacksAnswer({ answer, outcome }: EntryState, status: number): boolean {
  return answer === null && (status === 503) === (outcome === 'unavailable');
}

/** Whether the call of a before-callback's handler belongs to the entry, and not to another copy of the callback. */
export function lacksCall({ handlers }: EntryState, { handler, lateByMs }: HandledStep): boolean {
  return lateByMs !== undefined || !handlers.some(({ id }) => id === handler);
}

/** The calls of an entry after one more. */
export function afterCall(calls: readonly Call[], step: HandledStep): Call[] {
  const { handler, attempt, durationMs } = step;
  const call: Call = {
    id: handler,
    attempts: attempt,
    durationMs,
    done: !('error' in step),
    ...('error' in step && { error: errorLine(step.error) }),
  };
  const isKnown = calls.some(({ id }) => id === handler);
  return isKnown ? calls.map((each) => (each.id === handler ? call : each)) : [...calls, call];
}

/** The call of a handler that gave no verdict in time, as long as it has not ended. */
export function lateCall(id: string, timeoutMs: number): Call {
  return {
    id,
    attempts: 1,
    durationMs: timeoutMs,
    done: false,
    error: `gave no verdict within ${timeoutMs} ms`,
  };
}
