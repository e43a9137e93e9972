import { hash } from 'node:crypto';
import { inOneWrite } from '../one-write.js';
import type { RedisClient } from '../redis-clients.js';

type Argument = string | number;

/** A script that Redis runs as one step. Its only key is the base of the queue's keys, which all have the same slot. */
export class Script {
  private readonly sha: string;

  constructor(private readonly source: string) {
    this.sha = hash('sha1', source);
  }

  /** A Redis that was started anew, or a replica that was promoted, may not know the script yet: then it is sent. */
  async run(client: RedisClient, base: string, ...args: Argument[]): Promise<unknown> {
    inOneWrite(client);
    try {
      return await client.evalsha(this.sha, 1, base, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return client.eval(this.source, 1, base, ...args);
    }
  }
}
