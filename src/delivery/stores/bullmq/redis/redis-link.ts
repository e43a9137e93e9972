import type { Redis } from 'ioredis';
import { DeliveryUnavailableError } from '../../../port/delivery.js';
import { isCluster, type ResolvedBullMqOptions } from '../bullmq.options.js';
import { connect, type RedisClient, type WhileAway } from './redis-client.js';
import { reasonOf, unavailable } from './redis-errors.js';
import type { SlotWatch } from './slot-watch.js';

/**
 * How long a connection may go without an answer, or be connected without being ready, in ms. Then the link reconnects.
 * With the timeouts of the client, it leaves a master that hangs within 20 s.
 */
const HUNG_MS = 8000;

/** A client of Redis that knows why it is not ready, and reconnects if its connection hangs. */
export class RedisLink {
  readonly client: RedisClient;
  /** Counts the lost connections. */
  connection = 0;
  private keepsProcess = false;
  private lastError: unknown;
  /** When the link began to wait for the answer to a probe, or for a new connection to be ready. */
  private waitingSince: number | undefined;

  /** @param slot watches the slot of the queue, if Redis is a Cluster */
  constructor(
    options: ResolvedBullMqOptions,
    whileAway: WhileAway,
    private readonly slot: SlotWatch,
  ) {
    const client = connect(options, whileAway);
    this.client = client;
    client.on('error', (error: unknown) => {
      this.lastError = error;
    });
    client.on('close', () => {
      this.connection += 1;
      this.waitingSince = undefined;
    });
    client.on('ready', () => {
      this.lastError = undefined;
      this.waitingSince = undefined;
    });
    const watch = (connection: Redis) => {
      connection.on('connect', () => {
        if (!this.keepsProcess) connection.stream.unref();
      });
    };
    connectionsOf(client).forEach(watch);
    if (!isCluster(client)) return;
    client.on('+node', watch);
    slot.add(client);
  }

  /** From now on the connections keep the process alive. */
  keepProcess(): this {
    this.keepsProcess = true;
    for (const { status, stream } of connectionsOf(this.client)) {
      if (status === 'connect' || status === 'ready') stream.ref();
    }
    return this;
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  /** Resolves when Redis is ready, after a time in ms at the latest. */
  async becomesReady(ms: number): Promise<void> {
    if (this.isReady) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.client.off('ready', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.client.once('ready', done);
    });
  }

  /** @throws DeliveryUnavailableError saying why Redis cannot be used */
  assertReady(): void {
    if (this.isReady) return;
    const why = this.lastError === undefined ? 'still connecting' : reasonOf(this.lastError);
    throw new DeliveryUnavailableError(`Redis is away: ${why}`);
  }

  /**
   * Sends commands.
   *
   * @throws DeliveryUnavailableError saying why they failed
   */
  async use<Reply>(send: (client: RedisClient) => Promise<Reply>): Promise<Reply> {
    try {
      if (isCluster(this.client)) await this.slot.assertWhole();
      return await send(this.client);
    } catch (error) {
      this.slot.doubt();
      return unavailable(error);
    }
  }

  /** Checks that the connection still gets answers. After 8 s without one it reconnects: the master may be another one. */
  probe(key: string): void {
    const now = performance.now();
    if (this.waitingSince !== undefined) {
      if (now - this.waitingSince > HUNG_MS) this.reconnect();
      return;
    }
    // A new connection waits for the ready check of ioredis. A Cluster checks any of its masters.
    if (this.client.status === 'connect') this.waitingSince = now;
    if (!this.isReady) return;
    this.waitingSince = now;
    const answered = () => {
      if (this.waitingSince === now) this.waitingSince = undefined;
    };
    this.client.exists(key).then(answered, () => {
      this.slot.doubt();
      answered();
    });
  }

  private reconnect(): void {
    const what = this.isReady ? 'no answer' : 'connected, but not ready';
    this.waitingSince = undefined;
    this.lastError = new Error(`${what} for ${HUNG_MS / 1000} s`);
    this.client.disconnect(true);
  }
}

/** Returns the open connections of a client: a Cluster has one to each node. */
function connectionsOf(client: RedisClient): Redis[] {
  return isCluster(client) ? client.nodes() : [client];
}
