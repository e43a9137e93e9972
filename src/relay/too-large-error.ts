import { errorLine } from '../common/error-text.js';
import { isObject } from '../common/is-object.js';
import { NonRetryableError } from '../index.js';

/** The errors of Kafka, NATS 3 and NATS 2 for a message over the limit. */
const TOO_LARGE = /MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE|max_payload size exceeded|MAX_PAYLOAD_EXCEEDED/;

/** The message of an event can never fit, so that the event becomes a dead letter. */
export class TooLargeError extends NonRetryableError {
  override readonly name = 'TooLargeError';

  constructor(payload: object, cause: unknown) {
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    super(
      `an event of ${bytes} bytes is over the broker's limit (${errorLine(cause)}): raise the limit of the broker, then replay the dead letter`,
      { cause },
    );
  }
}

/** Whether the client of a broker says that a message is over the limit. */
export function isTooLarge(error: unknown): boolean {
  if (!isObject(error)) return false;
  const texts = ['type', 'code', 'message'].map((name) => String(Reflect.get(error, name)));
  return texts.some((text) => TOO_LARGE.test(text)) || isTooLarge(Reflect.get(error, 'cause'));
}
