export type ServerName = 'raw-http' | 'empty-nest' | 'naive-nest' | 'ours';
export type Adapter = 'express' | 'fastify';

/** Where a receiver keeps what it has accepted; `in process` is the default of the package. */
export type DeliveryName = 'in process' | 'lmdb' | 'BullMQ';

/** What ours may have on beyond its defaults: each is a row of its own, see `extras.ts`. */
export const EXTRA_NAMES = [
  '1,000 callbacks more',
  'journal',
  'telemetry without an SDK',
  'metrics',
  'metrics and traces',
] as const;

export type Extra = (typeof EXTRA_NAMES)[number];

/** A server under test; a row of the comparison. */
export interface Setup {
  server: ServerName;
  /** Absent for a server that needs none. */
  adapter?: Adapter;
  /** Of ours, and of a receiver by hand that keeps anything. */
  delivery?: DeliveryName;
  /** Of ours only. */
  extra?: Extra;
}

/** Callbacks that reached the listener of the event. */
export interface Handled {
  count: number;
  /** When the first and the last one did, in ms since the epoch; 0 before there is one. */
  firstAt: number;
  lastAt: number;
}

export interface RunningServer {
  /** On 127.0.0.1. */
  port: number;
  /** Where there is a listener. */
  handled?: Readonly<Handled>;
}

/** @param store of a server whose callbacks are kept outside of its process: path, or port on 127.0.0.1 */
export type StartServer = (setup: Setup, store: string) => Promise<RunningServer>;

/** Such as `ours + 1,000 callbacks more, lmdb, on fastify`. */
export function setupName({ server, adapter, delivery, extra }: Setup): string {
  const what = [extra === undefined ? server : `${server} + ${extra}`, delivery].filter(Boolean).join(', ');
  return adapter === undefined ? what : `${what}, on ${adapter}`;
}
