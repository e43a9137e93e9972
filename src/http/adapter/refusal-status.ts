import { HttpException } from '@nestjs/common';
import { isInstance } from '../../common/is-instance.js';

/**
 * Returns the status, from 400 to 599, of an `HttpException` with which the app refuses a request. Any other thrown value is a failure of
 * the app: the result is `undefined`. Never throws.
 */
export function refusalStatus(thrown: unknown): number | undefined {
  if (!isInstance(thrown, HttpException)) return undefined;
  try {
    const status: unknown = thrown.getStatus();
    const isRefusal = typeof status === 'number' && Number.isInteger(status) && status >= 400 && status < 600;
    return isRefusal ? status : undefined;
  } catch {
    return undefined;
  }
}
