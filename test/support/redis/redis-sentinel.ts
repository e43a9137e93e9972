import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from '../eventually.js';
import { freePort, RedisServer } from './redis-server.js';

/** Name of the master. */
const NAME = 'callbacks';

/** How long the servers may take to find each other, in ms. */
const STARTED_MS = 30_000;

/** A master with two replicas, all with a password. If the master fails for a second, a Sentinel promotes a replica. */
export class RedisSentinel {
  private constructor(
    readonly port: number,
    private readonly password: string,
    private readonly servers: readonly RedisServer[],
    private readonly sentinel: ChildProcess,
    private readonly directory: string,
  ) {}

  static async start(password: string): Promise<RedisSentinel> {
    const master = await RedisServer.startWith(['--masterauth', password], password);
    const replicaof = ['--masterauth', password, '--replicaof', '127.0.0.1', String(master.port)];
    const replicas = [
      await RedisServer.startWith(replicaof, password),
      await RedisServer.startWith(replicaof, password),
    ];
    const [port, directory] = [await freePort(), await mkdtemp(join(tmpdir(), 'sentinel-'))];
    const settings = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${directory}`,
      `sentinel monitor ${NAME} 127.0.0.1 ${master.port} 1`,
      `sentinel auth-pass ${NAME} ${password}`,
      `sentinel down-after-milliseconds ${NAME} 1000`,
      `sentinel failover-timeout ${NAME} 10000`,
    ];
    const file = join(directory, 'sentinel.conf');
    await writeFile(file, `${settings.join('\n')}\n`);
    const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
    const started = new RedisSentinel(port, password, [master, ...replicas], sentinel, directory);
    await master.ask((client) =>
      eventually(async () => (await client.info('replication')).includes('connected_slaves:2'), STARTED_MS),
    );
    await started.ask((client) =>
      eventually(
        async () => String(await client.call('SENTINEL', 'MASTER', NAME)).includes('num-slaves,2'),
        STARTED_MS,
      ),
    );
    return started;
  }

  /** The options of a client. */
  get connection() {
    return { sentinels: [{ host: '127.0.0.1', port: this.port }], name: NAME, password: this.password };
  }

  /** Returns the current master. */
  async master(): Promise<RedisServer> {
    const address = await this.ask((client) => client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME));
    const master = this.servers.find(({ port }) => String(address).endsWith(`,${port}`));
    if (master === undefined) throw new Error(`the master is none of these servers: ${String(address)}`);
    return master;
  }

  /** Makes another server the master while the current one lives. */
  async failOver(): Promise<void> {
    await this.ask((client) => client.call('SENTINEL', 'FAILOVER', NAME));
  }

  async remove(): Promise<void> {
    const exit = once(this.sentinel, 'exit');
    this.sentinel.kill('SIGKILL');
    await exit;
    await Promise.all(this.servers.map((server) => server.remove()));
    await rm(this.directory, { recursive: true, force: true });
  }

  private async ask<Answer>(question: (client: Redis) => Promise<Answer>): Promise<Answer> {
    const client = new Redis(this.port, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on('error', () => {});
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  }
}
