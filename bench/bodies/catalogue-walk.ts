/** What the bodies of each class cost, without HTTP, in a process of its own: `node catalogue-walk.js`. */
import { sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { answerQuestions } from '../child-process.js';
import { median } from '../median.js';
import { CATALOGUE, parseJsonBody, typedBody } from '../internals.js';
import { worstBodies } from './worst-bodies.js';

export interface WalkOrder {
  /** How often each sample is checked, in each of some rounds. */
  repeats: number;
}

/** A class, and how long the event loop is taken by a body of it. */
export interface ClassRow {
  command: string;
  /** Of the sample that the package brings, parsed before, in µs. */
  sampleMicros: number;
  /** Of the slowest of some bodies of 256 KB, from its bytes on, in ms. */
  worstMs: number;
  worst: string;
}

const ROUNDS = 5;

/** A body that took longer is tried again: what counts is the best of some. */
const SLOW_MS = 20;
const ATTEMPTS = 3;

answerQuestions(async ({ repeats }: WalkOrder): Promise<ClassRow[]> =>
  CATALOGUE.map((callback) => {
    const sample = sampleCallback(callback.command);
    const [worst] = worstBodies(sample)
      .map(({ what, json }) => ({ what, ms: msOf(callback, Buffer.from(json)) }))
      .toSorted((a, b) => b.ms - a.ms);
    return {
      command: callback.command,
      sampleMicros: sampleMicros(callback, sample, repeats),
      worstMs: worst?.ms ?? 0,
      worst: worst?.what ?? '',
    };
  }),
);

type Callback = (typeof CATALOGUE)[number];

function sampleMicros(callback: Callback, sample: object, repeats: number): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const begun = performance.now();
    for (let nth = 0; nth < repeats; nth += 1) typedBody(callback, sample);
    return ((performance.now() - begun) * 1000) / repeats;
  });
  return median(rounds.slice(1));
}

function msOf(callback: Callback, bytes: Buffer): number {
  let best = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && best > SLOW_MS; attempt += 1) {
    const begun = performance.now();
    const cpuBefore = process.cpuUsage();
    try {
      typedBody(callback, parseJsonBody(bytes) ?? {});
    } catch {
      // Rejected, as most of them have to be.
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    // Other processes lengthen the one, and threads that collect garbage the other.
    best = Math.min(best, performance.now() - begun, (user + system) / 1000);
  }
  return best;
}
