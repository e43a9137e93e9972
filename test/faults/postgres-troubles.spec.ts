import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DeliveryUnavailableError } from '../../src/store/index.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { CERTIFICATE, KEY } from '../fixtures/certificate.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasPostgres, PostgresServer, startPostgres } from '../support/postgres/postgres-server.js';
import { RecordLoad } from '../support/record-load.js';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';

/** Chat waits 2 s for an answer, including the time in the network. */
const IN_TIME_MS = 1500;

/** How soon callbacks are accepted again, in ms. */
const BACK_WITHIN_MS = 5000;

/** What happens to a server, until it resolves. */
const TROUBLES: Record<string, (server: PostgresServer) => Promise<void>> = {
  async 'is killed, and recovers'(server) {
    await server.kill();
    await delay(500);
    await server.start();
  },
  async 'refuses connections for 5 s'(server) {
    await server.stop();
    await delay(5000);
    await server.start();
  },
  async 'ends the connections ten times'(server) {
    for (let nth = 0; nth < 10; nth += 1) {
      await server.ask('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [
        await server.backends(),
      ]);
      await delay(50);
    }
  },
  async 'has its table locked for 4 s'(server) {
    const locker = new Client(server.url());
    await locker.connect();
    await locker.query('begin');
    await locker.query('lock table tencent_chat.callback in access exclusive mode');
    await delay(4000);
    await locker.end();
  },
  async 'is read-only for 4 s'(server) {
    const set = async (value: string) => {
      await server.ask(`alter system set default_transaction_read_only = ${value}`);
      await server.ask('select pg_reload_conf()');
    };
    await set('on');
    await delay(4000);
    await set('off');
  },
  async 'stops the processes of the connections for 5 s'(server) {
    const pids = await server.backends();
    server.signal('SIGSTOP', pids);
    await delay(5000);
    server.signal('SIGCONT', pids);
  },
};

describe.runIf(hasPostgres())('while PostgreSQL', () => {
  it.each(Object.entries(TROUBLES))(
    '%s, callbacks get 200 or 503 in time, and none that was acknowledged is lost',
    { timeout: 120_000 },
    async (name, trouble) => {
      const server = await startPostgres();
      const handled = new HandledFile();
      const receiver = await ReceiverProcess.start({
        delivery: { kind: 'postgres', options: { connection: server.url() } },
        handledFile: handled.path,
        handlerMs: 5,
      });
      const load = new AlarmLoad(receiver.baseUrl).start();
      await load.acknowledgesMore(200);
      await trouble(server);
      const ended = performance.now();
      await load.acknowledgesMore(5);
      const back = performance.now() - ended;
      await load.acknowledgesMore(200);
      await load.stop();
      await handled.hasAll(load);
      expect(back).toBeLessThan(BACK_WITHIN_MS);
      expect(load.unanswered).toBe(0);
      expect(load.statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
      expect(load.slowest(503)).toBeLessThan(IN_TIME_MS);
      const lines = receiver.log.split('\n').filter((line) => line.includes('the store is down'));
      // At most one line for each time that the store goes down, which some of these faults do several times.
      expect(lines.length).toBeLessThanOrEqual(name.includes('ten times') ? 10 : 2);
      if (lines.length > 0) {
        await vi.waitFor(() => expect(receiver.log).toContain('the store can be used again'), {
          timeout: 15_000,
        });
      }
      console.log(
        `${handled.summary(`postgres, ${name}`, load)}; 200 again after ${Math.round(back)} ms, ` +
          `${load.took(503).length} × 503, the slowest after ${Math.round(load.slowest(503))} ms`,
      );
    },
  );
});

/** Whether a small file system in memory can be made. */
const canMount = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;

describe.runIf(hasPostgres())('postgresDelivery', () => {
  it.runIf(canMount)(
    'refuses while the disk is full, and goes on when there is room',
    { timeout: 90_000 },
    async (test) => {
      const parent = mkdtempSync(join(tmpdir(), 'small-disk-'));
      await chmod(parent, 0o755);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=100m', 'tmpfs', parent]);
      test.skip(mounted.status !== 0, 'no tmpfs can be mounted here');
      onTestFinished(() => {
        spawnSync('umount', ['-l', parent]);
        rmSync(parent, { recursive: true, force: true });
      });
      const server = await startPostgres({
        parent,
        settings: ['max_wal_size = 32MB', 'min_wal_size = 32MB'],
      });
      const opened = await ObservedDelivery.open(test, postgresDelivery({ connection: server.url() }));
      const handler = new CountedHandler();
      opened.delivery.start(handler.handle);
      const load = new RecordLoad(opened.delivery);
      await load.acknowledgesMore(200);
      const file = join(parent, 'full');
      await writeFile(file, randomBytes(1024));
      spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=64k']);
      // PostgreSQL has room in what it has reserved before: what does not fit is big.
      const big = { ...recordOf('big'), body: { text: randomBytes(2_000_000).toString('base64') } };
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, async (_, nth) =>
          opened.delivery.accept({ ...big, id: `${big.id}${nth}` }),
        ),
      );
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
      expect(refused.length).toBeGreaterThan(0);
      for (const reason of refused) expect(reason).toBeInstanceOf(DeliveryUnavailableError);
      rmSync(file);
      await eventually(
        async () =>
          server.ask('select 1').then(
            () => true,
            () => server.start().then(() => true),
          ),
        30_000,
      );
      await load.acknowledgesMore(200);
      await load.stop();
      await eventually(() => [...load.acknowledged].every((id) => handler.calls.has(id)), 40_000);
      console.log(
        `postgres, full disk: ${[...load.refusals].concat(opened.down.map(String)).slice(0, 3).join(' | ')}`,
      );
    },
  );

  it('loses nothing when a streaming replica is promoted under load', { timeout: 120_000 }, async (test) => {
    const primary = await startPostgres({
      settings: ["synchronous_standby_names = ''", 'wal_level = replica'],
    });
    const replica = await primary.startReplica();
    onTestFinished(() => replica.remove());
    await primary.ask(`alter system set synchronous_standby_names = '*'`);
    await primary.ask('select pg_reload_conf()');
    const connection = `postgres://postgres@127.0.0.1:${primary.port},127.0.0.1:${replica.port}/postgres?target_session_attrs=read-write`;
    const opened = await ObservedDelivery.open(test, postgresDelivery({ connection }));
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    const load = new RecordLoad(opened.delivery);
    await load.acknowledgesMore(300, 60_000);
    await primary.kill();
    await replica.promote();
    await replica.ask(`alter system set synchronous_standby_names = ''`);
    await replica.ask('select pg_reload_conf()');
    const promoted = performance.now();
    await load.acknowledgesMore(300, 60_000);
    const back = performance.now() - promoted;
    await load.stop();
    await eventually(() => [...load.acknowledged].every((id) => handler.calls.has(id)), 40_000);
    await eventually(async () => (await opened.delivery.stats()).pending === 0);
    await opened.saysUp();
    console.log(
      `postgres, failover: ${load.acknowledged.size} acknowledged and handled, ${handler.repeated.length} repeated, 300 more within ${Math.round(back)} ms of the promotion`,
    );
  });

  it('connects with a password over TLS', { timeout: 60_000 }, async (test) => {
    const server = await startPostgres();
    await server.ask(`create role app login superuser password 'secret'`);
    await server.installTls(CERTIFICATE, KEY);
    const connect = (password: string) =>
      ObservedDelivery.open(
        test,
        postgresDelivery({
          connection: {
            host: '127.0.0.1',
            port: server.port,
            user: 'app',
            password,
            database: 'postgres',
            ssl: { ca: CERTIFICATE, checkServerIdentity: () => undefined },
          },
        }),
      );
    const { delivery } = await connect('secret');
    expect(await delivery.accept(recordOf(1))).toBe('accepted');
    const wrong = await connect('a-guess');
    await expect(wrong.delivery.accept(recordOf(2))).rejects.toThrow(/password authentication failed/);
    await expect(wrong.delivery.accept(recordOf(2))).rejects.not.toThrow(/a-guess/);
  });

  it('keeps bodies of 250 KB as they are', { timeout: 90_000 }, async (test) => {
    const server = await startPostgres();
    const options = { connection: server.url(), dedupeWindowMs: 0 };
    const { delivery, completed } = await ObservedDelivery.open(test, postgresDelivery(options));
    const texts = new Map<string, string>();
    let different = 0;
    delivery.start(
      new CountedHandler(async ({ id, body }) => {
        if ((body as { text: string }).text !== texts.get(id)) different += 1;
      }).handle,
    );
    for (let round = 0; round < 20; round += 1) {
      const records = Array.from({ length: 20 }, (_, nth) => {
        const record = recordOf(round * 20 + nth);
        const text = `\0 \\ " \ud83d ${randomBytes(125_000).toString('hex')}`;
        texts.set(record.id, text);
        return { ...record, body: { text } };
      });
      await Promise.all(records.map(async (record) => delivery.accept(record)));
      await eventually(() => completed.length === (round + 1) * 20);
      texts.clear();
    }
    expect(different).toBe(0);
    const [row] = await server.ask<{ mb: number }>(
      `select (pg_total_relation_size('tencent_chat.callback') / 1048576)::int as mb`,
    );
    console.log(`postgres, 400 bodies of 250 KB: the table has ${row!.mb} MB`);
  });

  it(
    'reads its backlog once, while an old transaction keeps what was claimed in the index',
    { timeout: 90_000 },
    async (test) => {
      const server = await startPostgres();
      const { delivery, completed } = await ObservedDelivery.open(
        test,
        postgresDelivery({ connection: server.url() }),
      );
      const old = new Client(server.url());
      await old.connect();
      onTestFinished(() => old.end());
      await old.query('begin isolation level repeatable read');
      await old.query('select 1 from pg_class limit 1');
      await Promise.all(Array.from({ length: 6000 }, async (_, nth) => delivery.accept(recordOf(nth))));
      await server.ask('update tencent_chat.callback set due_at = due_at - 60000');
      await server.ask('select pg_stat_reset()');
      delivery.start(new CountedHandler().handle);
      await eventually(() => completed.length === 6000, 60_000);
      const read = async () => {
        const [row] = await server.ask<{ read: number }>(
          `select idx_tup_read::int as read from pg_stat_user_indexes where indexrelname = 'callback_due'`,
        );
        return row!.read;
      };
      await eventually(async () => (await read()) > 6000);
      expect(await read()).toBeLessThan(60_000);
    },
  );

  it('does not read handled records, however many there are', { timeout: 60_000 }, async (test) => {
    const server = await startPostgres();
    const { delivery, completed } = await ObservedDelivery.open(
      test,
      postgresDelivery({ connection: server.url() }),
    );
    await server.ask(`insert into tencent_chat.callback (reg, id, added_at, known_until, received_at)
select 1, nth::text, now, now + 600000, 0 from generate_series(1, 20000) nth,
  (select (extract(epoch from now()) * 1000)::bigint as now) clock`);
    delivery.start(new CountedHandler().handle);
    await delivery.accept(recordOf(1));
    await eventually(() => completed.length === 1);
    const housekeeping = async () => {
      const [row] = await server.ask<{ scans: number; read: number }>(
        `select idx_scan::int as scans, idx_tup_read::int as read from pg_stat_user_indexes where indexrelname = 'callback_added'`,
      );
      return row!;
    };
    await eventually(async () => (await housekeeping()).scans >= 2);
    expect((await housekeeping()).read).toBeLessThan(1000);
  });

  it(
    'has a bounded table under load while an old transaction holds the vacuum back',
    { timeout: 90_000 },
    async (test) => {
      const server = await startPostgres();
      const old = new Client(server.url());
      await old.connect();
      onTestFinished(() => old.end());
      await old.query('begin isolation level repeatable read');
      await old.query('select 1 from pg_class limit 1');
      const { delivery, completed } = await ObservedDelivery.open(
        test,
        postgresDelivery({ connection: server.url(), dedupeWindowMs: 1000 }),
      );
      delivery.start(new CountedHandler().handle);
      for (let round = 0; round < 20; round += 1) {
        const nths = Array.from({ length: 250 }, (_, nth) => round * 250 + nth);
        await Promise.all(nths.map(async (nth) => delivery.accept(recordOf(nth))));
      }
      await eventually(() => completed.length === 5000, 30_000);
      await eventually(async () => {
        const [row] = await server.ask<{ count: number }>(
          'select count(*)::int as count from tencent_chat.callback',
        );
        return row!.count === 0;
      }, 30_000);
    },
  );
});
