import type { Readable } from 'node:stream';

/** How long a body may take to arrive, in ms. Chat waits as long for an answer. */
export const BODY_TIMEOUT_MS = 2000;

/** A body that could not be read in full. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault';

  constructor(
    readonly kind: 'tooLarge' | 'tooSlow' | 'incomplete',
    options?: { cause?: unknown },
  ) {
    super(`the body is ${kind}`, options);
  }
}

/** Whether somebody has begun to read a stream, or has paused it. */
export function isTouched(stream: Readable): boolean {
  return stream.readableFlowing !== null || stream.readableDidRead;
}

/**
 * Reads a body within {@link BODY_TIMEOUT_MS}. Others may read it at the same time.
 *
 * @param limit longest body, in bytes
 * @param length value of the header `Content-Length`, if it applies to this stream
 * @throws BodyFault
 */
export function readBytes(stream: Readable, limit: number, length?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(length) > limit) throw new BodyFault('tooLarge');
    if (!stream.readable) throw new BodyFault('incomplete');
    const hasOtherReaders = isTouched(stream);
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => giveUp(new BodyFault('tooSlow')), BODY_TIMEOUT_MS);
    stream.on('data', take).on('end', finish).on('error', fail).on('close', fail);

    function take(chunk: Buffer | string): void {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, stream.readableEncoding ?? 'utf8') : chunk;
      size += bytes.length;
      if (size > limit) giveUp(new BodyFault('tooLarge'));
      else chunks.push(bytes);
    }
    function finish(): void {
      letGo();
      resolve(Buffer.concat(chunks, size));
    }
    function fail(cause?: unknown): void {
      giveUp(new BodyFault('incomplete', { cause }));
    }
    function giveUp(fault: BodyFault): void {
      letGo();
      if (!hasOtherReaders) stream.pause();
      reject(fault);
    }
    function letGo(): void {
      clearTimeout(timer);
      stream.off('data', take).off('end', finish).off('error', fail).off('close', fail);
    }
  });
}

/** Waits within {@link BODY_TIMEOUT_MS} until somebody else has read a body to its end, without reading it. */
export function readByOthers(stream: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(new BodyFault('tooSlow')), BODY_TIMEOUT_MS);
    const settle = (fault?: BodyFault): void => {
      clearTimeout(timer);
      stream.off('end', end).off('close', end);
      if (fault) reject(fault);
      else resolve();
    };
    const end = (): void => settle();
    stream.on('end', end).on('close', end);
  });
}
