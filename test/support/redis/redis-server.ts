import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** Returns whether tests with Redis can run. With CI=true they always run, and fail without Redis. */
export function hasRedis(): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0;
  if (!found && process.env.CI !== 'true') {
    console.warn('\n*** redis-server is not installed: the tests with Redis are SKIPPED ***\n');
  }
  return found || process.env.CI === 'true';
}

/** A redis-server for a test, on a free port. It writes every command to the disk before it replies. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly settings: readonly string[],
    private readonly password: string | undefined,
  ) {}

  /** @param port a free one by default */
  static async start(port?: number): Promise<RedisServer> {
    return RedisServer.startWith([], undefined, port);
  }

  /**
   * @param settings more settings, as words of the command line
   * @param password the password of its clients
   */
  static async startWith(
    settings: readonly string[],
    password?: string,
    port?: number,
  ): Promise<RedisServer> {
    const directory = await mkdtemp(join(tmpdir(), 'redis-'));
    const server = new RedisServer(port ?? (await freePort()), directory, settings, password);
    await server.start();
    return server;
  }

  /** Returns a client that waits until the server is ready. */
  client(): Redis {
    const client = new Redis(this.port, {
      maxRetriesPerRequest: null,
      retryStrategy: () => 20,
      ...(this.password !== undefined && { password: this.password }),
    });
    client.on('error', () => {});
    return client;
  }

  /** Asks the server a question through a new client. */
  async ask<Answer>(question: (client: Redis) => Promise<Answer>): Promise<Answer> {
    const client = this.client();
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  }

  /** Starts the server, or starts it again with its data, and resolves when it is ready. */
  async start(): Promise<void> {
    const settings = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    const address = ['--bind', '127.0.0.1', '--port', String(this.port), '--dir', this.directory];
    const secret = this.password === undefined ? [] : ['--requirepass', this.password];
    const words = [...settings, ...address, ...secret, ...this.settings];
    const server = spawn('redis-server', words, { stdio: 'ignore' });
    this.process = server;
    await this.ask(async (client) => {
      const gone = () => client.disconnect();
      server.once('exit', gone);
      await client.ping();
      server.off('exit', gone);
    });
  }

  /** Makes the server hang or continue. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.process?.kill(signal);
  }

  /** Ends the server without warning. */
  async kill(): Promise<void> {
    if (this.process?.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
  }

  /** Ends the server and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    // A child process of the server may still write.
    await rm(this.directory, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** The first port, and how many ports each process of the test runner has. */
const [FIRST_PORT, PORTS] = [12_000, 2000];

let lastPort = randomInt(PORTS);

/**
 * Returns a free port below those of outgoing connections: a client that reconnects to a dead server on one of those can
 * connect to itself, and then the server cannot listen on its port again. Test files that run side by side have different
 * ports, and each file takes its ports in turn. So no other test gets the port before a server listens on it.
 */
export async function freePort(): Promise<number> {
  const first = FIRST_PORT + PORTS * (Number(process.env.VITEST_POOL_ID ?? 0) % 10);
  for (;;) {
    lastPort = (lastPort + 1) % PORTS;
    const port = first + lastPort;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
