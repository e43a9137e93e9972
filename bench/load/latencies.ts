import { createHistogram } from 'node:perf_hooks';

/** Counts one latency, in ms. */
export type RecordLatency = (ms: number) => void;

/** Percentiles of a load, in ms. */
export interface Percentiles {
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
}

export class Latencies {
  private readonly micros = createHistogram();

  readonly record: RecordLatency = (ms) => {
    this.micros.record(Math.max(1, Math.round(ms * 1000)));
  };

  percentiles(): Percentiles {
    const ms = (percentile: number) => this.micros.percentile(percentile) / 1000;
    return { p50Ms: ms(50), p99Ms: ms(99), p999Ms: ms(99.9) };
  }
}
