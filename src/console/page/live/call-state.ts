import type { CalledHandler } from '../../api/console-api.js';
import { took } from '../common/format.js';

type State = 'done' | 'skipped' | 'failed' | 'running';

export const TONES: Readonly<Record<State, string>> = {
  done: 'ok',
  skipped: 'muted',
  failed: 'bad',
  running: 'warn',
};

export function stateOf({ done, skipped, error }: CalledHandler): State {
  if (skipped !== undefined) return 'skipped';
  if (done) return 'done';
  return error === undefined ? 'running' : 'failed';
}

/** Returns how a call ended, such as `done in 12 ms`. */
export function callInWords(call: CalledHandler): string {
  const state = stateOf(call);
  if (state === 'skipped') return 'skipped: it has handled a newer event';
  return `${state} ${state === 'running' ? 'for more than' : 'in'} ${took(call.durationMs)}`;
}

/** Describes a late end of a call. */
export function lateEndInWords(lateByMs: number): string {
  return `a call ended ${took(lateByMs)} too late`;
}
