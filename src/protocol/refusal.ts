/** Why a request was refused. An open set for readers: later versions may add members. */
export type RefusalReason =
  | 'malformedUrl'
  | 'unauthenticated'
  | 'foreignApp'
  | 'bodyTooLarge'
  | 'malformedBody'
  | 'invalidBody'
  | 'unknownCommand'
  | 'unavailable'
  | 'refusedByHost'
  | 'internalError';

/** A request that is not accepted. The message is one line, fit for Chat: no secret, at most 64 characters of input. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly reason: RefusalReason,
    /** HTTP status and `ErrorCode` of the answer. */
    readonly status: number,
    message: string,
    /** The body, where the request was authenticated and the body could be read. */
    readonly body?: object,
  ) {
    super(message);
  }
}

/** Input as it may be shown in an answer or a log: quoted, on one line, 64 characters at most. */
export function excerpt(input: string): string {
  const shown = input.length > 64 ? `${input.slice(0, 61)}...` : input;
  return `"${shown.replace(/[^\x20-\x7e]|["\\]/g, '?')}"`;
}
