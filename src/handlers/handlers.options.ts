/** The slice of the module's options that the handlers need. */
export abstract class ResolvedHandlersOptions {
  /** Put before the name of every event. */
  abstract readonly eventPrefix: string;
}
