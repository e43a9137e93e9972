export type ServerName = 'raw-http' | 'empty-nest' | 'naive-nest' | 'ours' | 'ours-and-1000';
export type Adapter = 'express' | 'fastify';

export interface RunningServer {
  /** On 127.0.0.1. */
  port: number;
  /** How many callbacks reached the listener of the event, where there is one. */
  handled?: () => number;
}

export type StartServer = (adapter: Adapter) => Promise<RunningServer>;
