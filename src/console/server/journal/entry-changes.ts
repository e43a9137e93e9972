import type { HandledStep } from '../../../index.js';
import { callOf } from './kept-calls.js';
import type { KeptEntry } from './kept-entry.js';

/** Whether the entry is of a callback that may still be handled. */
export function isAfterEntry({ outcome }: KeptEntry): boolean {
  return outcome !== 'duplicate' && outcome !== 'decided';
}

export function isBeforeEntry({ outcome }: KeptEntry): boolean {
  return outcome === 'decided';
}

/** Whether an answer with this status can be that of the entry. */
export function lacksAnswer({ status: known, outcome }: KeptEntry, status: number): boolean {
  return known === 0 && (status === 503) === (outcome === 'unavailable');
}

/** Whether the call of a before-callback's handler belongs to the entry, and not to another copy of the callback. */
export function lacksCall(entry: KeptEntry, { handler, lateByMs }: HandledStep): boolean {
  return lateByMs !== undefined || callOf(entry, handler) === undefined;
}
