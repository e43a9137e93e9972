/** Somebody who is called with events. */
export interface Handler {
  /** The same in every process and release: what is stored of a callback names it. */
  readonly id: string;
  /** May throw, and may return a promise. */
  readonly call: (event: object) => unknown;
  /** Only reads its event, at once: the next handler can have the same one. */
  readonly onlyReads?: true;
}

/** The `@OnEvent`, `emitter.on` and `onAny` listeners of an event, which are one handler together. */
export const LISTENERS = '@OnEvent';
