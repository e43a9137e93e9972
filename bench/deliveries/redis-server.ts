import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { type Store, temporaryDirectory } from './store.js';

/** Whether a redis-server is installed. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** Starts an empty redis-server on a free port. A write reaches the disk before the reply. */
export async function startRedis(): Promise<Store> {
  const port = await freePort();
  const directory = await temporaryDirectory();
  const settings = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const address = ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory];
  const server = spawn('redis-server', [...settings, ...address], { stdio: 'ignore' });
  // A server that outlives the bench would disturb the next run.
  const kill = () => void server.kill('SIGKILL');
  process.once('exit', kill);
  const client = new Redis(port, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  client.on('error', () => {});
  await Promise.race([client.ping(), exitOf(server)]);
  return {
    durable: 'BullMQ',
    address: String(port),
    cpuMs: async () => cpuMsOf(await client.info('cpu')),
    remove: async () => {
      client.disconnect();
      process.off('exit', kill);
      const exit = once(server, 'exit');
      kill();
      await exit;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function exitOf(server: ChildProcess): Promise<never> {
  const [code] = await once(server, 'exit');
  throw new Error(`redis-server exited too early (${String(code)})`);
}

/** Returns the memory that a Redis uses for what it holds, in bytes. */
export async function redisBytes(port: string): Promise<number> {
  const client = new Redis(Number(port));
  try {
    return Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]);
  } finally {
    client.disconnect();
  }
}

/** Converts the seconds of Redis. */
function cpuMsOf(info: string): number {
  const fields = [...info.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)];
  return fields.reduce((sum, [, seconds]) => sum + Number(seconds) * 1000, 0);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
