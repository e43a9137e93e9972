import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../redis/redis-server.js';
import { owner, type PostgresServer } from './postgres-server.js';

/** Debian installs it beside the programs of administrators. */
const PROGRAM = '/usr/sbin/pgbouncer';

/** Returns whether tests with PgBouncer can run, and says so loudly if they cannot. */
export function hasPgBouncer(): boolean {
  const found = spawnSync(PROGRAM, ['--version']).status === 0;
  if (!found) console.warn('\n*** pgbouncer is not installed: the tests with PgBouncer are SKIPPED ***\n');
  return found;
}

/** A PgBouncer in transaction mode, on a free port. Its clients share a few connections to the server. */
export class PgBouncer {
  private constructor(
    readonly url: string,
    readonly remove: () => Promise<void>,
  ) {}

  static async start(server: PostgresServer): Promise<PgBouncer> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
    const { uid, gid } = owner();
    chownSync(folder, uid, gid);
    const settings = join(folder, 'pgbouncer.ini');
    await writeFile(
      settings,
      `[databases]
* = host=127.0.0.1 port=${server.port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
`,
    );
    const bouncer = spawn(PROGRAM, ['--quiet', settings], { uid, gid, cwd: '/', stdio: 'ignore' });
    const url = `postgres://app@127.0.0.1:${port}/postgres`;
    while (!(await isReady(url))) await delay(20);
    return new PgBouncer(url, async () => {
      const exit = once(bouncer, 'exit');
      bouncer.kill('SIGKILL');
      await exit;
      await rm(folder, { recursive: true });
    });
  }
}

async function isReady(url: string): Promise<boolean> {
  const client = new Client(url);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
