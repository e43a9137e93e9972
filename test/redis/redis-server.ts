import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** Whether tests with Redis can run here. Where CI is set they have to, and fail otherwise. */
export function hasRedis(): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0;
  if (!found && process.env.CI !== 'true') {
    console.warn('\n*** redis-server is not installed: the tests with Redis are SKIPPED ***\n');
  }
  return found || process.env.CI === 'true';
}

/** A redis-server of the tests' own, on a free port, that writes every command to the disk before it replies. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly directory: string,
  ) {}

  /** @param port a free one by default */
  static async start(port?: number): Promise<RedisServer> {
    const server = new RedisServer(port ?? (await freePort()), await mkdtemp(join(tmpdir(), 'redis-')));
    await server.start();
    return server;
  }

  /** Starts it, again if need be, and resolves when it serves what it had. */
  async start(): Promise<void> {
    const settings = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    const address = ['--bind', '127.0.0.1', '--port', String(this.port), '--dir', this.directory];
    this.process = spawn('redis-server', [...settings, ...address], { stdio: 'ignore' });
    const client = new Redis(this.port, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on('error', () => {});
    await client.ping();
    client.disconnect();
  }

  /** Ends it without any warning. */
  async kill(): Promise<void> {
    if (this.process?.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
  }

  /** Ends it and removes what it kept. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
