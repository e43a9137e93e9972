import type { Readable } from 'node:stream';

/** Longest body of a request or an answer, in bytes. Chat's own bodies have a quarter of it. */
export const MAX_BYTES = 1024 * 1024;

/** @throws Error if there are more than {@link MAX_BYTES}, after which the stream is destroyed */
export async function boundedBytes(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MAX_BYTES) throw new Error(`the body is longer than ${MAX_BYTES} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
