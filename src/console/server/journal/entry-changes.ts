import type { HandledStep } from '../../../index.js';
import type { KeptEntry } from './kept-entry.js';

/** Whether the entry is of a callback that may still be handled. */
export function isAfterEntry({ shown: { outcome } }: KeptEntry): boolean {
  return outcome !== 'duplicate' && outcome !== 'decided';
}

export function isBeforeEntry({ shown: { outcome } }: KeptEntry): boolean {
  return outcome === 'decided';
}

/** Whether an answer with this status can be that of the entry. */
export function lacksAnswer({ shown: { answer, outcome } }: KeptEntry, status: number): boolean {
  return answer === null && (status === 503) === (outcome === 'unavailable');
}

/** Whether the call of a before-callback's handler belongs to the entry, and not to another copy of the callback. */
export function lacksCall({ shown: { handlers } }: KeptEntry, { handler, lateByMs }: HandledStep): boolean {
  return lateByMs !== undefined || !handlers.some(({ id }) => id === handler);
}
