import { ServiceUnavailableException } from '@nestjs/common';
import { inTime } from '../../../common/time-limit.js';

/** How long a store may take to answer, in ms. A page must not hang with it. */
const TIMEOUT_MS = 5000;

/** @throws ServiceUnavailableException if the store takes too long */
export function storeAnswer<Result>(asked: Promise<Result>): Promise<Result> {
  return inTime(
    TIMEOUT_MS,
    asked,
    () => new ServiceUnavailableException(`the store took longer than ${TIMEOUT_MS} ms`),
  );
}
