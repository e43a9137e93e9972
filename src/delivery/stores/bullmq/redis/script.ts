import { hash } from 'node:crypto';
import type { RedisClient } from './redis-client.js';

/** A Lua script, which Redis runs as one step. */
export class Script {
  private readonly sha: string;

  constructor(private readonly source: string) {
    this.sha = hash('sha1', source);
  }

  /** Sends the source only if Redis does not know the script, for example after a restart or a promotion. */
  async run(client: RedisClient, keys: readonly string[], ...args: (string | number)[]): Promise<unknown> {
    try {
      return await client.evalsha(this.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('NOSCRIPT'))) throw error;
      return client.eval(this.source, keys.length, ...keys, ...args);
    }
  }
}

/**
 * Returns the keys of a script that uses a queue. It touches more keys, which depend on what it finds. While a Cluster moves the slot,
 * these may be on either node, so no node may run the script. A second key, which never exists, makes both nodes reply TRYAGAIN: with one
 * key, the new node would run the script without the data of the queue.
 *
 * @param base prefix of the names of all keys; they share a slot
 */
export function keysOf(base: string): readonly string[] {
  return [base, `${base}meta`];
}
