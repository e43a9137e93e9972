import type { AppEvent } from './handler.js';

/**
 * Runs around each call of a handler: for a context of the app's own, such as `cls.run(next)`, or a transaction. It returns what `next`
 * returns. The call fails if it throws.
 *
 * @param event the event that the handler gets
 * @param next calls the handler
 */
export type AroundHandler = <Result>(event: AppEvent, next: () => Promise<Result>) => Promise<Result>;
