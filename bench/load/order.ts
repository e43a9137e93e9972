import type { Callback } from './callbacks.js';
import type { Percentiles } from './latencies.js';

/** A load that waits for its answers. It has to end before its signature expires. */
export type ClosedExtent = { seconds: number } | { amount: number };

/** A load at a fixed rate. */
export interface OpenExtent {
  perSecond: number;
  seconds: number;
}

export type Extent = ClosedExtent | OpenExtent;

export interface LoadOrder {
  port: number;
  callback: Callback;
  /** For a load at a fixed rate: at most this many. */
  connections: number;
  extent: Extent;
}

export interface Answers {
  /** From the first request to the last answer. */
  seconds: number;
  sent: number;
  /** With OK. Less than `sent` if the time ended before the last answers. */
  answered: number;
  /** Requests of a load at a fixed rate that got another answer, an error or nothing. */
  refused: number;
}

export interface LoadResult extends Answers, Percentiles {
  /** In ms since the epoch. */
  startedAt: number;
  /** CPU time of the generator, in ms. */
  cpuMs: number;
}
