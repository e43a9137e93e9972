import { BadRequestException, PayloadTooLargeException, RequestTimeoutException } from '@nestjs/common';
import { type AdapterRequest, nodeRequest } from '../../../http/adapter/adapter-request.js';
import { BODY_TIMEOUT_MS, BodyFault, readBytes } from '../../../http/adapter/bounded-body.js';

/** Longest body, in bytes. */
const LIMIT = 65_536;

/**
 * Reads the JSON body of a request, or takes it from a parser of the host that read it first.
 *
 * @throws PayloadTooLargeException; RequestTimeoutException for a body that takes longer than two seconds; BadRequestException
 */
export async function readCommand(request: AdapterRequest): Promise<unknown> {
  const message = nodeRequest(request);
  if (Number(message.headers['content-length'] ?? 0) > LIMIT) throw tooLarge();
  if (!message.readableDidRead) {
    return parsed(
      await readBytes(message, LIMIT).catch((error: unknown) => {
        throw error instanceof BodyFault ? exceptionOf(error) : error;
      }),
    );
  }
  const { body } = request;
  return typeof body === 'string' || Buffer.isBuffer(body) ? parsed(Buffer.from(body)) : body;
}

function parsed(bytes: Buffer): unknown {
  if (bytes.length > LIMIT) throw tooLarge();
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BadRequestException('the body is not JSON');
  }
}

function exceptionOf(fault: BodyFault): Error {
  if (fault.kind === 'tooLarge') return tooLarge();
  return fault.kind === 'tooSlow'
    ? new RequestTimeoutException(`the body took longer than ${BODY_TIMEOUT_MS} ms`)
    : new BadRequestException('the body did not arrive in full', { cause: fault });
}

function tooLarge(): PayloadTooLargeException {
  return new PayloadTooLargeException(`the body is longer than ${LIMIT} bytes`);
}
