import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'amqplib';
import { freePort } from '../redis/redis-server.js';

/** The server itself: `rabbitmq-server` of Debian in the PATH refuses to run for anyone but root and the user rabbitmq. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Returns whether tests with RabbitMQ can run. With CI=true they always run, and fail without RabbitMQ. */
export function hasRabbitMq(): boolean {
  const found = existsSync(PROGRAM);
  if (!found && process.env.CI !== 'true') {
    console.warn('\n*** rabbitmq-server is not installed: the tests with RabbitMQ are SKIPPED ***\n');
  }
  return found || process.env.CI === 'true';
}

/** A RabbitMQ for a test, on free ports of the loopback interface, with its own home. */
export class RabbitMqServer {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly distributionPort: number,
    /** Of epmd, a daemon that the server starts and leaves behind. */
    private readonly daemonPort: number,
    private readonly folder: string,
  ) {}

  /** @param settings lines of rabbitmq.conf */
  static async start(settings: readonly string[] = []): Promise<RabbitMqServer> {
    const folder = await mkdtemp(join(tmpdir(), 'rabbitmq-'));
    const server = new RabbitMqServer(await freePort(), await freePort(), await freePort(), folder);
    const own = [`listeners.tcp.local = 127.0.0.1:${server.port}`, 'disk_free_limit.absolute = 1MB'];
    await writeFile(join(folder, 'rabbitmq.conf'), [...own, ...settings, ''].join('\n'));
    await writeFile(join(folder, 'enabled_plugins'), '[].\n');
    await mkdir(join(folder, 'home'));
    await server.start();
    return server;
  }

  get url(): string {
    return `amqp://guest:guest@127.0.0.1:${this.port}`;
  }

  /** Starts the server, or starts it again with its data. Resolves when it accepts connections. */
  async start(): Promise<void> {
    const { folder, distributionPort, daemonPort } = this;
    // A process group of its own, because the server starts helpers.
    const server = spawn(PROGRAM, {
      detached: true,
      stdio: 'ignore',
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: join(folder, 'home'),
        RABBITMQ_NODENAME: 'test@localhost',
        RABBITMQ_DIST_PORT: String(distributionPort),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
        ERL_EPMD_ADDRESS: '127.0.0.1',
        ERL_EPMD_PORT: String(daemonPort),
        // Lets the daemon end although it has not noticed yet that the server is gone.
        ERL_EPMD_RELAXED_COMMAND_CHECK: '1',
        RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
        RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
        RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'none'),
        RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
        RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
        RABBITMQ_LOG_BASE: join(folder, 'log'),
        RABBITMQ_PID_FILE: join(folder, 'pid'),
      },
    });
    this.process = server;
    for (;;) {
      if (server.exitCode !== null) throw new Error(`rabbitmq-server ended with ${server.exitCode}`);
      try {
        const connection = await connect(this.url);
        await connection.close();
        return;
      } catch {
        await delay(50);
      }
    }
  }

  /** Takes every message out of a queue. */
  async drain(queue: string): Promise<unknown[]> {
    const connection = await connect(this.url);
    const channel = await connection.createChannel();
    const messages: unknown[] = [];
    for (;;) {
      const message = await channel.get(queue, { noAck: true });
      if (message === false) break;
      messages.push(JSON.parse(message.content.toString()));
    }
    await connection.close();
    return messages;
  }

  /** Ends the server without warning. */
  async kill(): Promise<void> {
    const { process: server } = this;
    if (server?.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, 'exit');
    process.kill(-server.pid, 'SIGKILL');
    await exit;
  }

  /** Ends the server and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    spawnSync('epmd', ['-port', String(this.daemonPort), '-kill']);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20 });
  }
}
