import { isObject } from '../common/is-object.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { nodeRequest, type AdapterRequest } from './adapter/adapter-request.js';

/** A body that the host has read. */
export interface HostBody {
  readonly bytes: Buffer;
  /** Whether a parser of the host has rounded an integer beyond 2^53. */
  readonly rounded: boolean;
}

/**
 * Takes a body from where the host has left it: `rawBody`, otherwise `body`, of the adapter's request or of Node's.
 *
 * @throws RejectedRequest 400 if it is not there as bytes, text or parsed JSON
 */
export function bodyOfHost(request: AdapterRequest): HostBody {
  const message = nodeRequest(request);
  const { headers } = message;
  for (const body of [request.rawBody, message.rawBody, request.body, message.body]) {
    if (typeof body === 'string') return { bytes: Buffer.from(body), rounded: false };
    if (body instanceof Uint8Array) return { bytes: Buffer.from(body), rounded: false };
    if (isObject(body) && !isForm(body, headers['content-type'])) return writtenAgain(body);
  }
  const isEmpty = headers['transfer-encoding'] === undefined && !(Number(headers['content-length']) > 0);
  if (isEmpty) return { bytes: Buffer.alloc(0), rounded: false };
  throw new RejectedRequest(
    'malformedBody',
    400,
    'the app has read the body before the webhook and left no JSON in rawBody or body: exclude this path from its parsers',
  );
}

/** Whether a body is a form, which a parser of the host has turned into an object. */
function isForm(body: object, contentType = ''): boolean {
  return /form/i.test(contentType) && !('CallbackCommand' in body);
}

/** Serialises parsed JSON again, so that the host's object stays unchanged and the usual checks of depth and members apply. */
function writtenAgain(body: object): HostBody {
  let rounded = false;
  const text = JSON.stringify(body, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) rounded = true;
    return value;
  });
  return { bytes: Buffer.from(text), rounded };
}
