import type { Meter } from '@opentelemetry/api';
import { ANSWER_SECONDS, BUDGET_SHARES, DELIVERY_SECONDS, PROCESS_SECONDS } from './buckets.js';
import { DeferredCounter } from './deferred-counter.js';
import { DeferredHistogram } from './deferred-histogram.js';

/** The instruments that count and time the steps of callbacks. Those that record every callback are deferred. */
export function createInstruments(meter: Meter) {
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(name, { unit, description });
  const deferred = (...of: Parameters<typeof counter>) => new DeferredCounter(counter(...of));
  const histogram = (name: string, unit: string, description: string, bounds: number[]) => {
    const advice = { explicitBucketBoundaries: bounds };
    return new DeferredHistogram(meter.createHistogram(name, { unit, description, advice }));
  };
  return {
    callbacks: deferred('tencent_chat.callbacks', '{callback}', 'Callbacks, by outcome'),
    rejections: counter('tencent_chat.rejections', '{request}', 'Requests that were not accepted'),
    answers: histogram(
      'tencent_chat.answer.duration',
      's',
      'From the authentication of a request to its answer; Chat waits 2 s',
      ANSWER_SECONDS,
    ),
    verdicts: deferred('tencent_chat.verdicts', '{verdict}', 'Answers to before-callbacks'),
    budget: histogram(
      'tencent_chat.verdict.budget.usage',
      '1',
      'Share of verdicts.timeoutMs that a verdict took',
      BUDGET_SHARES,
    ),
    processing: histogram('messaging.process.duration', 's', 'Calls of handlers', PROCESS_SECONDS),
    skipped: counter(
      'tencent_chat.skipped',
      '{call}',
      'Calls of handlers that had handled a newer event about the same thing',
    ),
    slow: counter('tencent_chat.slow', '{call}', 'Calls of handlers that took more than half of their time'),
    late: counter('tencent_chat.late', '{call}', 'Calls of handlers that ended after their time was over'),
    attempts: deferred(
      'tencent_chat.attempts',
      '{attempt}',
      'Times that a callback was handed to its handlers',
    ),
    deliveries: histogram(
      'tencent_chat.delivery.duration',
      's',
      'From the acceptance of a callback until all its handlers were done',
      DELIVERY_SECONDS,
    ),
    deadLetters: counter('tencent_chat.dead_letters', '{callback}', 'Callbacks that became dead letters'),
    removed: counter(
      'tencent_chat.dead_letters.removed',
      '{callback}',
      'Dead letters that were replayed, discarded or dropped',
    ),
    members: counter(
      'tencent_chat.unknown_members',
      '{member}',
      'Members of bodies that their class does not know',
    ),
    unknown: counter('tencent_chat.unknown_commands', '{callback}', 'Callbacks without a class'),
    faults: counter('tencent_chat.faults', '{fault}', 'Failures that no callback caused'),
  };
}
