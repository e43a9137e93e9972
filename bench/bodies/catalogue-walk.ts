/** Measures the bodies of each class without HTTP, in a separate process: `node catalogue-walk.js`. */
import { sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { answerQuestions } from '../child-process.js';
import { median } from '../median.js';
import { CATALOGUE, parseJsonBody, typedBody } from '../internals.js';
import { worstBodies } from './worst-bodies.js';

export interface WalkOrder {
  /** How often each round checks each sample. */
  repeats: number;
}

/** How long a body of one class blocks the event loop. */
export interface ClassRow {
  command: string;
  /** For checking and typing the package's sample, which is parsed before, in µs. */
  sampleMicros: number;
  /** For the slowest body of 256 KB, parsing included, in ms. */
  worstMs: number;
  /** Describes that body. */
  worst: string;
  /** The same time as a multiple of `JSON.parse` of that body, which other processes hardly change. */
  worstRatio: number;
}

const ROUNDS = 5;

/** A body that takes longer than this is tried again, and the best attempt counts. */
const SLOW_MS = 20;
const MAX_ATTEMPTS = 3;

answerQuestions(async ({ repeats }: WalkOrder): Promise<ClassRow[]> =>
  CATALOGUE.map((callback) => {
    const sample = sampleCallback(callback.command);
    const [worst] = worstBodies(sample)
      .map(({ what, json }) => ({ what, json, ms: msOf(() => received(callback, Buffer.from(json))) }))
      .toSorted((a, b) => b.ms - a.ms);
    const parseMs = worst && msOf(() => JSON.parse(worst.json));
    return {
      command: callback.command,
      sampleMicros: sampleMicros(callback, sample, repeats),
      worstMs: worst?.ms ?? 0,
      worst: worst?.what ?? '',
      worstRatio: (worst?.ms ?? NaN) / (parseMs ?? NaN),
    };
  }),
);

type Callback = (typeof CATALOGUE)[number];

function sampleMicros(callback: Callback, sample: object, repeats: number): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    for (let nth = 0; nth < repeats; nth += 1) typedBody(callback, sample);
    return ((performance.now() - startedAt) * 1000) / repeats;
  });
  return median(rounds.slice(1));
}

function received(callback: Callback, bytes: Buffer): void {
  try {
    typedBody(callback, parseJsonBody(bytes) ?? {});
  } catch {
    // Most of the bodies are invalid.
  }
}

function msOf(work: () => unknown): number {
  let best = Infinity;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && best > SLOW_MS; attempt += 1) {
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(cpuBefore);
    // Other processes lengthen the elapsed time, and threads of the garbage collector the CPU time.
    best = Math.min(best, performance.now() - startedAt, (user + system) / 1000);
  }
  return best;
}
