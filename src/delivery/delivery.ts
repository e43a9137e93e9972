import type { CallbackRecord } from './callback-record.js';

/** Runs the handlers of a record; rejects when one of them failed. */
export type HandleRecord = (record: CallbackRecord, attempt: number) => Promise<void>;

/** How an accepted callback survives until its handlers are done. */
export interface Delivery {
  /** Called once, when the handlers are bound. Records accepted before wait for it. */
  start(handle: HandleRecord): void;

  /**
   * Resolves once this process cannot lose the record; Chat then gets its OK and the handlers run after that.
   *
   * @throws DeliveryUnavailableError when the record cannot be kept; Chat then gets 503
   */
  accept(record: CallbackRecord): Promise<'accepted' | 'duplicate'>;

  /** Accepts nothing more, and resolves when what was accepted has been handled or the delivery's time for it is over. */
  close(): Promise<void>;
}

/** Value of the option `delivery`: makes the delivery of one registration. */
export type DeliveryFactory = () => Delivery;

/** The callback could not be kept; the message says why. */
export class DeliveryUnavailableError extends Error {
  override readonly name = 'DeliveryUnavailableError';
}
