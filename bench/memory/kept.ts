import { Child } from '../child-process.js';
import type { Kept, KeptOrder } from './kept-callbacks.js';

/** Bytes of the heap per callback in the in-process delivery. */
export interface KeptBytes {
  waiting: number;
  remembered: number;
}

/** Fewer than the delivery keeps by default. */
const CALLBACKS: Record<Kept, number> = { waiting: 8000, remembered: 90_000 };

export async function measureKept(): Promise<KeptBytes> {
  return { waiting: await bytesEach('waiting'), remembered: await bytesEach('remembered') };
}

async function bytesEach(kept: Kept): Promise<number> {
  const child = new Child<KeptOrder, number>(`callbacks that are ${kept}`, 'memory/kept-callbacks.js', {
    nodeOptions: ['--expose-gc'],
  });
  try {
    return await child.ask({ kept, callbacks: CALLBACKS[kept] });
  } finally {
    await child.stop();
  }
}
