import type { Lifecycle } from '../../lifecycle/lifecycle.js';

/** The receipts of one registration, which `processInTransaction` of its events writes. */
export abstract class Receipts {
  /** Schema of their table; `undefined` if no receipts are kept. */
  abstract readonly schema: string | undefined;

  /**
   * Begins to expire old receipts. Called when the handlers of the app are known.
   *
   * @throws ConfigurationError if receipts expire while a handler may still be called again
   */
  abstract start(): void;

  /** Stops expiring receipts. */
  abstract close(): Promise<void>;
}

/** The registration that receipts are kept for. */
export interface ReceiptsContext {
  readonly registration: string;
  readonly lifecycle: Lifecycle;
  /** How long after its receipt a handler may be called again, in ms. A lazily loaded module may make it longer. */
  readonly repeatableMs: number;
}

/** Value of the option `receipts`: makes the receipts of one registration. */
export type ReceiptsFactory = (context: ReceiptsContext) => Receipts | Promise<Receipts>;
