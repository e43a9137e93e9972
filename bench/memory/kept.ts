import { Child } from '../child-process.js';
import type { Kept, KeptOrder } from './kept-callbacks.js';

/** Bytes of the heap that each takes in the delivery in process. */
export interface KeptBytes {
  waiting: number;
  remembered: number;
}

/** Fewer than the delivery keeps by default of either. */
const CALLBACKS: Record<Kept, number> = { waiting: 8000, remembered: 90_000 };

export async function measureKept(): Promise<KeptBytes> {
  return { waiting: await bytesEach('waiting'), remembered: await bytesEach('remembered') };
}

async function bytesEach(kept: Kept): Promise<number> {
  const entry = new URL('kept-callbacks.js', import.meta.url);
  const child = new Child<KeptOrder, number>(`callbacks that are ${kept}`, entry, [], ['--expose-gc']);
  try {
    return await child.ask({ kept, callbacks: CALLBACKS[kept] });
  } finally {
    await child.stop();
  }
}
