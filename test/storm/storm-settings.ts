/** The deliveries that a storm can be played on. The last two have a Redis of several servers. */
export const DELIVERIES = [
  'memory',
  'lmdb',
  'bullmq',
  'postgres',
  'bullmq-sentinel',
  'bullmq-cluster',
] as const;

export type StormDelivery = (typeof DELIVERIES)[number];

/** How a receiver reaches its store. */
export type StoreAddress =
  | { readonly kind: 'memory' }
  | { readonly kind: 'lmdb'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'bullmq'; readonly connection: object; readonly minReplicas: number }
  | { readonly kind: 'bullmq-cluster'; readonly ports: readonly number[]; readonly password: string };

/** What a receiver of a storm is started with, as JSON in its environment. */
export interface ReceiverSettings {
  readonly store: StoreAddress;
  readonly sdkAppId: number;
  readonly token: string;
  readonly port: number;
  readonly seed: number;
  /** File that gets a line for each call of a handler. */
  readonly calls: string;
  /** Whether the receiver breaks every invariant on purpose. */
  readonly broken: boolean;
}

/** What a receiver says when it is asked for its store. */
export interface StoreReport {
  readonly pending: number;
  readonly dead: number;
  readonly letters: readonly { readonly nth: number; readonly handlers: readonly string[] }[];
  /** Heap after a garbage collection, in MB. */
  readonly heapMb: number;
}

/** An event loop did not turn for a while. */
export interface Block {
  /** When it ended, in ms since the epoch. */
  readonly at: number;
  readonly ms: number;
}

/** What a receiver says to the storm. */
export type ReceiverMessage =
  | { readonly kind: 'listening'; readonly heapMb: number }
  | { readonly kind: 'report'; readonly nth: number; readonly report: StoreReport | string }
  | ({ readonly kind: 'blocked' } & Block);

/** What the storm says to a receiver. */
export type ReceiverOrder =
  { readonly kind: 'report'; readonly nth: number } | { readonly kind: 'clock'; readonly byMs: number };

/** Ids of the handlers. Each gets every after-callback. */
export const HANDLERS = ['Steady.handle', 'Odd.handle'] as const;

/** Member of every body with its number in the storm. No class names it. */
export const NTH = 'StormNth';

/** Returns the number of a callback in the storm. */
export function nthOf(body: object | undefined): number {
  return Number(Reflect.get(body ?? {}, NTH));
}
