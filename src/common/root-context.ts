import { AsyncResource } from 'node:async_hooks';

/** The context of the start-up, which belongs to no request. */
const ROOT = new AsyncResource('TencentChatRoot', { requireManualDestroy: true });

/** Runs work outside of every request's AsyncLocalStorage context. */
export function inRootContext(work: () => void): void {
  ROOT.runInAsyncScope(work);
}

/**
 * Runs work in its own copy of the present AsyncLocalStorage context. Before Node 24, what work stores with `enterWith` reaches the code
 * after it unless it has a copy.
 */
export function inOwnContext<Result>(work: () => Result): Result {
  return new AsyncResource('TencentChatHandler', { requireManualDestroy: true }).runInAsyncScope(work);
}
