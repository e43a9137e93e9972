import { setTimeout } from 'node:timers/promises';
import { ServiceUnavailableException } from '@nestjs/common';

/** How long a store may take to answer a question, in ms: a page must not hang with it. */
const PATIENCE_MS = 5000;

const LATE: unique symbol = Symbol('late');

/** @throws ServiceUnavailableException when it takes too long */
export async function inTime<Result>(asked: Promise<Result>): Promise<Result> {
  const timer = new AbortController();
  const late = setTimeout(PATIENCE_MS, LATE, timer).catch((): typeof LATE => LATE);
  try {
    const first = await Promise.race([asked, late]);
    if (first !== LATE) return first;
    throw new ServiceUnavailableException(`the store took longer than ${PATIENCE_MS} ms`);
  } finally {
    timer.abort();
  }
}
