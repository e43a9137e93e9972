import type { IncomingMessage } from 'node:http';
import { BadRequestException, PayloadTooLargeException } from '@nestjs/common';
import getRawBody from 'raw-body';
import { type ConsoleRequest, nodeRequest } from './console-request.js';

/** The longest body, in bytes. */
const LIMIT = 65_536;

/**
 * Reads the JSON body of a request, or takes it from a parser of the host that was faster.
 *
 * @throws PayloadTooLargeException, BadRequestException
 */
export async function readCommand(request: ConsoleRequest): Promise<unknown> {
  const message = nodeRequest(request);
  if (Number(message.headers['content-length'] ?? 0) > LIMIT) throw tooLarge();
  if (!message.readableDidRead) return parsed(await bytesOf(message));
  const { body } = request;
  return typeof body === 'string' || Buffer.isBuffer(body) ? parsed(Buffer.from(body)) : body;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  try {
    return await getRawBody(message, { limit: LIMIT });
  } catch (error) {
    const type = error instanceof Error && 'type' in error ? error.type : undefined;
    if (type === 'entity.too.large') throw tooLarge();
    throw new BadRequestException('the body did not arrive in full', { cause: error });
  }
}

function parsed(bytes: Buffer): unknown {
  if (bytes.length > LIMIT) throw tooLarge();
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BadRequestException('the body is not JSON');
  }
}

function tooLarge(): PayloadTooLargeException {
  return new PayloadTooLargeException(`the body is longer than ${LIMIT} bytes`);
}
