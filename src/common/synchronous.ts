import { isThenable } from './awaitable.js';

/**
 * Returns the answer of a function of the app.
 *
 * @param name names the function, such as `quota.guard.exempt`
 * @throws TypeError for a promise, which would count as an answer
 */
export function synchronous<Answer>(name: string, answer: Answer): Answer {
  if (isIgnoredPromise(answer)) throw new TypeError(`${name} returned a promise: it must be synchronous`);
  return answer;
}

/** Whether a result is a promise. Its rejection is ignored: nobody else handles it, so that it would end the process. */
export function isIgnoredPromise<Result>(
  result: Result | PromiseLike<Result>,
): result is PromiseLike<Result> {
  if (!isThenable(result)) return false;
  result.then(undefined, () => {});
  return true;
}
