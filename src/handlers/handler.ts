/** A handler of events: a method of the app, all listeners of the emitter together, or one of the module's own. */
export interface Handler {
  /** Names the handler in the store, so it is the same in every process and release. */
  readonly id: string;
  /** May throw, and may return a promise. */
  readonly call: (event: object) => unknown;
  /** Whether it reads its event synchronously and changes nothing, so that the next handler can get the same one. */
  readonly onlyReads?: true;
}

/** Id of the `@OnEvent`, `emitter.on` and `onAny` listeners of an event, which together are one handler. */
export const LISTENERS = '@OnEvent';
