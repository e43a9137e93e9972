export type ServerName = 'raw-http' | 'empty-nest' | 'naive-nest' | 'ours';
export type Adapter = 'express' | 'fastify';

export const ADAPTERS: Adapter[] = ['express', 'fastify'];

/** Where a receiver keeps accepted callbacks; `in process` is the default of the package. */
export type DeliveryName = 'in process' | 'lmdb' | 'BullMQ' | 'PostgreSQL';

/** What ours may have in addition to its defaults. Each extra has its own row, see `extras.ts`. */
export const EXTRA_NAMES = [
  '1,000 callbacks more',
  'journal',
  'telemetry without an SDK',
  'metrics',
  'metrics by hand',
  'metrics and traces',
  'metrics and traces by hand',
] as const;

/** An option of the quota watch, which only a load of creations shows. */
export const UNCOUNTED = 'creations uncounted';

export type Extra = (typeof EXTRA_NAMES)[number] | typeof UNCOUNTED;

/** A server under test, which is a row of the comparison. */
export interface Setup {
  server: ServerName;
  /** Absent for `raw-http`. */
  adapter?: Adapter;
  /** For ours, and for `naive-nest` with a store. */
  delivery?: DeliveryName;
  /** For ours only. */
  extra?: Extra;
  /** For ours only: path of another checkout whose build is loaded in place of this one. */
  checkout?: string;
}

/** Callbacks that reached the event's listener. */
export interface Handled {
  count: number;
  /** When the first and the last callback did, in ms since the epoch; 0 before the first one. */
  firstAt: number;
  lastAt: number;
}

export interface RunningServer {
  /** On 127.0.0.1. */
  port: number;
  /** Absent for a server without a listener. */
  handled?: Readonly<Handled>;
}

/** @param store path, port on 127.0.0.1, or URL, of the store; empty for a server that keeps nothing outside of its process */
export type StartServer = (setup: Setup, store: string) => Promise<RunningServer>;

/** Returns a name such as `ours + 1,000 callbacks more, lmdb, on fastify`. */
export function setupName({ server, adapter, delivery, extra, checkout }: Setup): string {
  const parts = [
    extra === undefined ? server : `${server} + ${extra}`,
    delivery,
    adapter && `on ${adapter}`,
    checkout && `of ${checkout}`,
  ];
  return parts.filter(Boolean).join(', ');
}
