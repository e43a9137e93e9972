import { ServiceUnavailableException } from '@nestjs/common';
import { inTime } from '../../../common/time/time-limit.js';

/** How long the console waits for a store, in ms. */
const TIMEOUT_MS = 5000;

/** @throws ServiceUnavailableException if the store takes too long */
export function storeAnswer<Result>(asked: Promise<Result>): Promise<Result> {
  return inTime(
    TIMEOUT_MS,
    asked,
    () => new ServiceUnavailableException(`the store took longer than ${TIMEOUT_MS} ms`),
  );
}
