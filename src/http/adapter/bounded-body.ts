import type { Readable } from 'node:stream';
import type getRawBody from 'raw-body';

/** How long a body may take to arrive, in ms. Chat waits as long for an answer. */
export const BODY_TIMEOUT_MS = 2000;

/** A body that could not be read in full. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault';

  constructor(
    readonly kind: 'tooLarge' | 'tooSlow' | 'incomplete',
    options?: ErrorOptions,
  ) {
    super(`the body is ${kind}`, options);
  }
}

/**
 * Reads a body within {@link BODY_TIMEOUT_MS}.
 *
 * @param limit longest body, in bytes
 * @param length value of the header `Content-Length`, if it applies to this stream
 * @throws BodyFault
 */
export function readBytes(stream: Readable, limit: number, length?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stream.pause();
      reject(new BodyFault('tooSlow'));
    }, BODY_TIMEOUT_MS);
    streamReader()(stream, { limit, length }, (error, bytes) => {
      clearTimeout(timer);
      if (error) reject(faultOf(error));
      else resolve(bytes);
    });
  });
}

/** Loaded with the first body that has to be awaited: an app on Fastify does not load its dependencies otherwise. */
function streamReader(): typeof getRawBody {
  return require('raw-body');
}

function faultOf(cause: unknown): BodyFault {
  const type = cause instanceof Error && 'type' in cause ? cause.type : undefined;
  return new BodyFault(type === 'entity.too.large' ? 'tooLarge' : 'incomplete', { cause });
}
