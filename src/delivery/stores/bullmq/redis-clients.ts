import { Redis, type Cluster, type RedisOptions } from 'ioredis';
import { errorLine } from '../../../common/error-text.js';
import { isCluster, isInstance, type ResolvedBullMqOptions } from './bullmq.options.js';

export type RedisClient = Redis | Cluster;

/** What differs between the clients. */
interface Manner {
  enableOfflineQueue: boolean;
  maxRetriesPerRequest: number | null;
}

/**
 * For receiving and claiming: a command that cannot be sent, or that gets no reply, fails at once instead of waiting for
 * Redis to come back. Chat does not wait, and a claim is no longer wanted when the delivery has ended.
 */
const FAIL_FAST: Manner = { enableOfflineQueue: false, maxRetriesPerRequest: 0 };

/** For what became of claims: waits for Redis to come back, and sends again what got no reply. */
const PATIENT: Manner = { enableOfflineQueue: true, maxRetriesPerRequest: null };

/** After that long a connection that was given up is torn down, in ms. */
const TEAR_DOWN_MS = 500;

/** How long it takes to notice that a host is gone with which nothing is under way, in ms. */
const KEEP_ALIVE_MS = 10_000;

/** How long a connection may take, in ms. */
const CONNECT_MS = 5000;

/** After that long without an answer the next Sentinel is asked who is master, in ms. */
const SENTINEL_MS = 2000;

/**
 * After that long without an answer, or connected and not ready, a connection is given up, in ms. With what follows a
 * master that hangs is left within 20 s.
 */
const HUNG_MS = 8000;

/** A client, why it cannot be used, and whether it still gets answers. */
export class RedisLink {
  readonly client: RedisClient;
  /** Another one after each loss of the connection. */
  connection = 0;
  /** Whether its connections keep the process alive. */
  private wanted = false;
  private lastError: unknown;
  /** Since when an answer is awaited: to what was asked for, or to what every connection begins with. */
  private awaitedSince: number | undefined;

  private constructor(client: RedisClient) {
    this.client = client;
    client.on('error', (error: unknown) => {
      this.lastError = error;
    });
    client.on('close', () => {
      this.connection += 1;
      this.awaitedSince = undefined;
    });
    client.on('ready', () => {
      this.lastError = undefined;
      this.awaitedSince = undefined;
    });
    const watch = (connection: Redis) => {
      connection.on('connect', () => {
        if (!this.wanted) connection.stream.unref();
      });
    };
    connectionsOf(client).forEach(watch);
    if (isCluster(client)) client.on('+node', watch);
  }

  static failFast(options: ResolvedBullMqOptions): RedisLink {
    return new RedisLink(connect(options, FAIL_FAST));
  }

  static patient(options: ResolvedBullMqOptions): RedisLink {
    return new RedisLink(connect(options, PATIENT));
  }

  /** Keeps the process alive from now on, as long as it is connected. */
  keepProcess(): this {
    this.wanted = true;
    for (const { status, stream } of connectionsOf(this.client)) {
      if (status === 'connect' || status === 'ready') stream.ref();
    }
    return this;
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  /** Why it is not ready. */
  get why(): string {
    return this.lastError === undefined ? 'it is being connected' : reasonOf(this.lastError);
  }

  /** Asks for a sign of life. A connection that has not given one for long is given up: there may be another master. */
  probe(key: string): void {
    const now = performance.now();
    if (this.awaitedSince === undefined) this.ask(key, now);
    else if (now - this.awaitedSince > HUNG_MS) this.giveUp();
  }

  /** A client that was connected asks by itself whether it may be used, of a Cluster any of its masters. */
  private ask(key: string, now: number): void {
    if (this.client.status === 'connect') this.awaitedSince = now;
    if (!this.isReady) return;
    this.awaitedSince = now;
    const answered = () => {
      if (this.awaitedSince === now) this.awaitedSince = undefined;
    };
    this.client.exists(key).then(answered, answered);
  }

  private giveUp(): void {
    const wasReady = this.isReady;
    this.awaitedSince = undefined;
    this.lastError = new Error(
      `${wasReady ? 'no answer' : 'connected, and not ready'} for ${HUNG_MS / 1000} s`,
    );
    this.client.disconnect(true);
  }
}

function connect({ connection }: ResolvedBullMqOptions, manner: Manner): RedisClient {
  const { enableOfflineQueue, maxRetriesPerRequest } = manner;
  const common = { enableAutoPipelining: false, lazyConnect: false, enableOfflineQueue };
  if (isCluster(connection)) {
    const own = connection.options.redisOptions ?? {};
    const redisOptions = { ...own, ...lasting(own), maxRetriesPerRequest };
    return connection.duplicate([], { ...common, redisOptions });
  }
  const given =
    typeof connection === 'string' ? {} : isInstance(connection) ? connection.options : connection;
  const options: RedisOptions = {
    ...common,
    ...lasting(given),
    maxRetriesPerRequest,
    // Of Sentinel only: it tells when another master was chosen.
    failoverDetector: true,
  };
  if (typeof connection === 'string') return new Redis(connection, options);
  return isInstance(connection) ? connection.duplicate(options) : new Redis({ ...connection, ...options });
}

/** What makes a connection leave a server that is no master any more, or that is gone. */
function lasting(given: RedisOptions): RedisOptions {
  const { reconnectOnError, connectTimeout, sentinelCommandTimeout, keepAlive } = given;
  return {
    connectTimeout: Math.min(connectTimeout ?? CONNECT_MS, CONNECT_MS),
    sentinelCommandTimeout: Math.min(sentinelCommandTimeout ?? SENTINEL_MS, SENTINEL_MS),
    keepAlive: keepAlive !== undefined && keepAlive > 0 ? keepAlive : KEEP_ALIVE_MS,
    disconnectTimeout: TEAR_DOWN_MS,
    stringNumbers: false,
    reconnectOnError: (error) => error.message.startsWith('READONLY') || (reconnectOnError?.(error) ?? false),
  };
}

/** The connections that a client has now: a Cluster has one to each node. */
function connectionsOf(client: RedisClient): Redis[] {
  return isCluster(client) ? client.nodes() : [client];
}

/** That no node of a Cluster could be reached, is an error that has the real one in a member. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'lastNodeError' in error && error.lastNodeError instanceof Error) {
    return `${errorLine(error)} ${errorLine(error.lastNodeError)}`;
  }
  return errorLine(error);
}
