import { errorLine } from '../../../../common/error-text.js';
import { DeliveryUnavailableError } from '../../../port/delivery.js';

/** Returns why a client has no connection. The error of a Cluster without a reachable node has the cause in a member. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'lastNodeError' in error && error.lastNodeError instanceof Error) {
    return `${errorLine(error)} ${errorLine(error.lastNodeError)}`;
  }
  return errorLine(error);
}

/** @throws DeliveryUnavailableError saying why a command failed */
export function unavailable(error: unknown): never {
  if (error instanceof DeliveryUnavailableError) throw error;
  const line = errorLine(error);
  const isReply = error instanceof Error && error.name === 'ReplyError';
  // When a connection is lost, ioredis advises on options that the app cannot set.
  const cause = /maxRetriesPerRequest|enableOfflineQueue/.test(line) ? 'the connection was lost' : line;
  const why = isReply ? `Redis refused the command: ${line}` : `Redis is away: ${cause}`;
  throw new DeliveryUnavailableError(why, { cause: error });
}
