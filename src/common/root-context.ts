import { AsyncResource } from 'node:async_hooks';

/** The context of the start-up, which is no request's. */
const ROOT = new AsyncResource('TencentChatRoot', { requireManualDestroy: true });

/** Runs work in no request's AsyncLocalStorage context, whoever caused it. */
export function inRootContext(work: () => void): void {
  ROOT.runInAsyncScope(work);
}

/**
 * Runs work in its own copy of the present AsyncLocalStorage context. What it stores with `enterWith` does not reach what runs after
 * it, as it does without the copy before Node 24.
 */
export function inOwnContext<Result>(work: () => Result): Result {
  return new AsyncResource('TencentChatHandler', { requireManualDestroy: true }).runInAsyncScope(work);
}
