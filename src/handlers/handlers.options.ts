/** The module options that the handlers need, after their check. */
export abstract class ResolvedHandlersOptions {
  /** Precedes the name of every event. */
  abstract readonly eventPrefix: string;
}
