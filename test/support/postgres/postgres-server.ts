import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { onTestFinished } from 'vitest';
import { freePort } from '../redis/redis-server.js';

/** Debian keeps the programs of each release in a separate folder. */
const RELEASES = '/usr/lib/postgresql';

/** Returns whether tests with PostgreSQL can run. With CI=true they always run, and fail without PostgreSQL. */
export function hasPostgres(): boolean {
  const found = programs() !== undefined;
  if (!found && process.env.CI !== 'true') {
    console.warn('\n*** postgresql is not installed: the tests with PostgreSQL are SKIPPED ***\n');
  }
  return found || process.env.CI === 'true';
}

function programs(): string | undefined {
  if (!existsSync(RELEASES)) return undefined;
  const newest = readdirSync(RELEASES).toSorted((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join(RELEASES, newest, 'bin');
}

/** PostgreSQL refuses to run as root, so root runs it as the user that Debian's package has made. */
export function owner(): { uid: number; gid: number } {
  const { uid, gid } = userInfo();
  if (uid !== 0) return { uid, gid };
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

interface PostgresSettings {
  /** Parent of the folder with its data. */
  parent?: string;
  /** Lines of postgresql.conf. */
  settings?: readonly string[];
}

/** A PostgreSQL server for a test, on a free port of the loopback interface. Its superuser is `postgres`. */
export class PostgresServer {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly folder: string,
  ) {}

  static async start({ parent = tmpdir(), settings = [] }: PostgresSettings = {}): Promise<PostgresServer> {
    const server = await PostgresServer.inFolder(parent);
    const data = ['--pgdata', server.data, '--username', 'postgres', '--auth', 'trust'];
    run('initdb', [...data, '--encoding', 'UTF8', '--no-locale', '--no-sync', '--no-instructions']);
    // A killed server loses nothing that it has given to the operating system, so no test needs fsync.
    const own = ['fsync = off', 'max_connections = 60', 'shared_buffers = 32MB', ...settings];
    await appendFile(join(server.data, 'postgresql.conf'), own.join('\n'));
    await server.start();
    return server;
  }

  /** Makes a streaming replica of this server, and starts it. */
  async startReplica(): Promise<PostgresServer> {
    const replica = await PostgresServer.inFolder(tmpdir());
    const from = ['--host', '127.0.0.1', '--port', String(this.port), '--username', 'postgres'];
    run('pg_basebackup', [
      ...from,
      '--pgdata',
      replica.data,
      '--write-recovery-conf',
      '--checkpoint',
      'fast',
    ]);
    await replica.start();
    return replica;
  }

  private static async inFolder(parent: string): Promise<PostgresServer> {
    const folder = await mkdtemp(join(parent, 'postgres-'));
    const { uid, gid } = owner();
    chownSync(folder, uid, gid);
    return new PostgresServer(await freePort(), folder);
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  /** A URL of a database, for the superuser or another role. */
  url(database = 'postgres', role = 'postgres'): string {
    return `postgres://${role}@127.0.0.1:${this.port}/${database}`;
  }

  /** Runs one statement on a new connection. */
  async ask<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client(this.url());
    // A server that is killed would end the process otherwise.
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Makes a database, and returns its URL. */
  async database(name: string): Promise<string> {
    await this.ask(`create database "${name}"`);
    return this.url(name);
  }

  /** Starts the server, or starts it again with its data. Resolves when it accepts connections. */
  async start(): Promise<void> {
    for (;;) {
      const own = ['-D', this.data, '-p', String(this.port), '-h', '127.0.0.1', '-k', this.folder];
      const server = spawn(join(programs() ?? '', 'postgres'), own, {
        ...owner(),
        cwd: '/',
        stdio: 'ignore',
      });
      this.process = server;
      while (server.exitCode === null && server.signalCode === null) {
        try {
          await this.ask('select 1');
          return;
        } catch {
          await delay(20);
        }
      }
      // The processes of a killed server may still be there: a new one does not start beside them.
      await delay(50);
    }
  }

  /** Ends the server without warning, in the middle of what it does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends all connections and then the server, in order. */
  async stop(): Promise<void> {
    await this.end('SIGINT');
  }

  /** Makes all processes that serve clients hang or continue. */
  signal(signal: 'SIGSTOP' | 'SIGCONT', pids: readonly number[]): void {
    for (const pid of pids) process.kill(pid, signal);
  }

  /** Process ids of the connections with the name that the deliveries give theirs. */
  async backends(): Promise<number[]> {
    const rows = await this.ask<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'nestjs-tencent-chat-webhook'`,
    );
    return rows.map(({ pid }) => pid);
  }

  /** Makes a replica the primary. */
  async promote(): Promise<void> {
    await this.ask('select pg_promote()');
  }

  /** From now on clients need TLS and their password; the superuser does not. */
  async installTls(certificate: string, key: string): Promise<void> {
    for (const [name, text] of Object.entries({ 'server.crt': certificate, 'server.key': key })) {
      const file = join(this.data, name);
      await writeFile(file, text, { mode: 0o600 });
      chownSync(file, owner().uid, owner().gid);
    }
    const rules = ['local all all trust', 'host all postgres all trust', 'hostssl all all all scram-sha-256'];
    await writeFile(join(this.data, 'pg_hba.conf'), `${rules.join('\n')}\n`);
    await this.ask('alter system set ssl = on');
    await this.ask('select pg_reload_conf()');
  }

  /** Ends the server and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20 });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.process?.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, 'exit');
    this.process.kill(signal);
    await exit;
  }
}

function run(program: string, parameters: readonly string[]): void {
  execFileSync(join(programs() ?? '', program), parameters, { ...owner(), cwd: '/', stdio: 'pipe' });
}

/** Starts a PostgreSQL that runs until the end of the test. */
export async function startPostgres(settings?: PostgresSettings): Promise<PostgresServer> {
  const server = await PostgresServer.start(settings);
  onTestFinished(() => server.remove());
  return server;
}
