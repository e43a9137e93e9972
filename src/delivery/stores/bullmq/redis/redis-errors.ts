import { errorLine } from '../../../../common/error-text.js';
import { DeliveryUnavailableError } from '../../../port/delivery.js';

/** Returns why a client has no connection. The error of a Cluster without a reachable node has the cause in a member. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'lastNodeError' in error && error.lastNodeError instanceof Error) {
    return `${errorLine(error)} ${errorLine(error.lastNodeError)}`;
  }
  return errorLine(error);
}

/** Why a queue cannot be used while its keys are on two nodes of a Cluster. */
export const MOVING = 'the Cluster is moving the queue to another node';

/** @throws DeliveryUnavailableError saying why a command failed */
export function unavailable(error: unknown): never {
  if (error instanceof DeliveryUnavailableError) throw error;
  // A Cluster that follows no redirections puts this before each error.
  const line = errorLine(error).replace(/^Too many Cluster redirections\. Last error: (Error: )?/, '');
  if (/^(ReplyError: )?(TRYAGAIN|ASK|MOVED) /.test(line)) {
    throw new DeliveryUnavailableError(MOVING, { cause: error });
  }
  const reply = line.replace(/^ReplyError: /, '');
  const isReply = error instanceof Error && (error.name === 'ReplyError' || reply !== line);
  // When a connection is lost, ioredis advises on options that the app cannot set.
  const cause = /maxRetriesPerRequest|enableOfflineQueue/.test(line) ? 'the connection was lost' : line;
  const why = isReply ? `Redis refused the command: ${reply}` : `Redis is away: ${cause}`;
  throw new DeliveryUnavailableError(why, { cause: error });
}
