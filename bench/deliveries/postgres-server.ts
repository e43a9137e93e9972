import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './redis-server.js';
import { type Store, temporaryDirectory } from './store.js';

/** Debian keeps the programs of each release in a separate folder. */
const RELEASES = '/usr/lib/postgresql';

/** Whether a PostgreSQL is installed. */
export function hasPostgres(): boolean {
  return existsSync(RELEASES);
}

/** Starts an empty PostgreSQL with its own defaults: a commit is on the disk when it is acknowledged. */
export async function startPostgres(): Promise<Store> {
  const release = readdirSync(RELEASES).toSorted((a, b) => Number(b) - Number(a))[0] ?? '';
  const programs = join(RELEASES, release, 'bin');
  const port = await freePort();
  const directory = await temporaryDirectory();
  const owner = ownerOfServer();
  chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  const options = { ...owner, cwd: '/', stdio: 'ignore' as const };
  const initial = ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8'];
  execFileSync(join(programs, 'initdb'), [...initial, '--no-locale'], options);
  const address = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', directory];
  const server = spawn(join(programs, 'postgres'), address, options);
  // A server that outlives the bench would disturb the next run.
  const kill = () => void server.kill('SIGQUIT');
  process.once('exit', kill);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  while (!(await isReady(url))) await setTimeout(50);
  return {
    durable: 'PostgreSQL',
    address: url,
    cpuMs: async () => cpuMsOf(server.pid ?? 0),
    remove: async () => {
      process.off('exit', kill);
      const exit = once(server, 'exit');
      kill();
      await exit;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Returns the size of the table of callbacks, with its indexes, in bytes. */
export async function tableBytes(url: string): Promise<number> {
  const client = new Client(url);
  await client.connect();
  try {
    const sql = "select pg_total_relation_size('tencent_chat.callback')::float8 as bytes";
    return (await client.query<{ bytes: number }>(sql)).rows[0]?.bytes ?? NaN;
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root, so root runs it as the user that Debian's package has made. */
function ownerOfServer(): { uid: number; gid: number } {
  const { uid, gid } = userInfo();
  if (uid !== 0) return { uid, gid };
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function isReady(url: string): Promise<boolean> {
  const client = new Client(url);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

/** Returns the CPU time of the server, of the processes that it has now, and of those that have ended. One tick is 10 ms. */
function cpuMsOf(pid: number): number {
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(name) : undefined;
    if (fields === undefined) continue;
    const [own, ended] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])];
    if (name === String(pid)) ticks += own + ended;
    else if (fields[1] === String(pid)) ticks += own;
  }
  return ticks * 10;
}

/** Returns the fields after the name of a process. */
function statOf(pid: string): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return undefined;
  }
}
