import type { HandlerOverview } from '../../api/console-api.js';
import { count, integer, took } from '../common/format.js';
import { Pairs } from '../common/pairs.js';
import { duration, placesInUse } from './handler-columns.js';

/** The limits of a handler, and all of its numbers. */
export function HandlerDetails({ handler }: { handler: HandlerOverview }) {
  const { event, limits, calls, slow, skipped, p50, p99 } = handler;
  return (
    <Pairs
      of={{
        Event: event,
        timeoutMs:
          limits === null ? 'that of the verdict, verdicts.timeoutMs' : timeInWords(limits.timeoutMs),
        concurrency:
          limits === null
            ? undefined
            : limits.concurrency === undefined
              ? 'that of the delivery'
              : `${count(limits.concurrency, 'call')} at a time in this process`,
        retry: limits === null ? 'none' : retryInWords(limits.retry),
        onStale: limits === null ? undefined : (limits.onStale ?? 'none'),
        Running: placesInUse(handler),
        'More than half of its time': `${integer(slow)} of ${count(calls, 'call')}`,
        'Skipped as stale': integer(skipped),
        'Latest 512 calls': `half within ${duration(p50)}, 99 % within ${duration(p99)}`,
      }}
    />
  );
}

type Limits = NonNullable<HandlerOverview['limits']>;

function timeInWords(timeoutMs: number): string {
  return timeoutMs === 0 ? 'no limit' : took(timeoutMs);
}

function retryInWords({ attempts, initialDelayMs = 0, maxDelayMs = 0 }: Limits['retry']): string {
  if (attempts === undefined) return 'that of the delivery';
  if (attempts === 1) return 'none';
  return `${count(attempts, 'attempt')}, the second after ${took(initialDelayMs)}, at most ${took(maxDelayMs)} apart`;
}
