/** Something that goes wrong beside a receiver or its store, and then ends. */
export interface Fault {
  readonly name: string;
  /** Whether it strikes one receiver. Another one strikes the store of all. */
  readonly ofReceiver: boolean;
  /** Whether a handler that is done may be called again because of it. */
  repeats(forMs: number): boolean;
  /** Begins, and resolves when it is over. */
  strike(receiver: number, forMs: number): Promise<void>;
}

/** A fault of a receiver after which nothing that is done may be done again. */
export function harmless(name: string, strike: Fault['strike']): Fault {
  return { name, ofReceiver: true, repeats: () => false, strike };
}

/** A fault of a receiver that may keep it from writing what is done. */
export function severe(name: string, strike: Fault['strike']): Fault {
  return { name, ofReceiver: true, repeats: () => true, strike };
}

/** A fault of the store. */
export function ofStore(name: string, strike: (forMs: number) => Promise<void>): Fault {
  return { name, ofReceiver: false, repeats: () => true, strike: (_receiver, forMs) => strike(forMs) };
}
