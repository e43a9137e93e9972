/** Why a request was rejected. An open set for readers: later versions may add members. */
export type RejectionReason =
  | 'malformedUrl'
  | 'unauthenticated'
  | 'foreignApp'
  | 'bodyTooLarge'
  | 'bodyTooSlow'
  | 'malformedBody'
  | 'invalidBody'
  | 'unknownCommand'
  | 'unavailable'
  | 'rejectedByHost'
  | 'internalError';

/** Optional details of a rejection. */
interface RejectionContext {
  /** The faulty part of the input. */
  seen?: string;
  /** The body, where the request was authenticated and the body could be read. */
  body?: object;
}

/** A request that is not accepted. The message is one line without any of the input, so that it may be logged. */
export class RejectedRequest extends Error {
  override readonly name = 'RejectedRequest';
  readonly body?: object;
  /** The message for the sender of the request, with at most 64 characters of the faulty input. */
  readonly info: string;

  constructor(
    readonly reason: RejectionReason,
    /** HTTP status and `ErrorCode` of the answer. */
    readonly status: number,
    message: string,
    { seen, body }: RejectionContext = {},
  ) {
    super(message);
    this.info = seen === undefined ? message : `${message}: ${excerpt(seen)}`;
    this.body = body;
  }
}

/** Quotes the input, on one line of printable ASCII. */
function excerpt(input: string): string {
  const shown = input.length > 64 ? `${input.slice(0, 61)}...` : input;
  return `"${shown.replace(/[^\x20-\x7e]|["\\]/g, '?')}"`;
}
