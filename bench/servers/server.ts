export type ServerName =
  'raw-http' | 'empty-nest' | 'naive-nest' | 'ours' | 'ours-and-1000' | 'ours-lmdb' | 'ours-bullmq';
export type Adapter = 'express' | 'fastify';

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
export type StartServer = (adapter: Adapter, store: string) => Promise<RunningServer>;
