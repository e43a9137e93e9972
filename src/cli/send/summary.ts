import { milliseconds } from '../chat-opinion.js';
import type { Sent } from './send-all.js';

/** Times in ms, those of failures included. */
export interface Summary {
  sent: number;
  failed: number;
  p50: number;
  p99: number;
  slowest: number;
}

/** @param sent at least one */
export function summarize(sent: readonly Sent[]): Summary {
  const times = sent.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const percentile = (share: number) => times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? 0;
  return {
    sent: sent.length,
    failed: sent.filter(({ success }) => !success).length,
    p50: percentile(0.5),
    p99: percentile(0.99),
    slowest: percentile(1),
  };
}

export function summaryInWords({ sent, failed, p50, p99, slowest }: Summary): string {
  const times = `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, slowest ${milliseconds(slowest)}`;
  return `${sent} sent, ${failed} failed; ${times}`;
}
