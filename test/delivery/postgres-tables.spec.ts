import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { postgresDelivery, type PostgresDeliveryOptions } from '../../src/delivery/stores/postgres/index.js';
import { migrationSql } from '../../src/postgres/schema.js';
import { createTestApp } from '../support/create-test-app.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasPostgres, PostgresServer, startPostgres } from '../support/postgres/postgres-server.js';

describe.runIf(hasPostgres())('the tables of postgresDelivery', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
    await server.ask('create role app login');
    await server.ask('create role owner login');
    await server.ask('create database owned owner owner');
  });
  afterAll(() => server.remove());

  it('are made once by processes that start together', async (test) => {
    const connection = await server.database('together');
    const opening = Array.from({ length: 6 }, () =>
      ObservedDelivery.open(test, postgresDelivery({ connection })),
    );
    const opened = await Promise.all(opening);
    for (const [nth, { delivery }] of opened.entries()) await delivery.accept(recordOf(nth));
    expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('are refused with migrate: false if they are missing, with the command that makes them', async (test) => {
    const options = { connection: await server.database('missing'), migrate: false, schema: 'chat' };
    await expect(ObservedDelivery.open(test, postgresDelivery(options))).rejects.toThrow(
      /"delivery\.migrate" is false, and the tables of the schema "chat" are missing; run "npx nestjs-tencent-chat-webhook postgres migrate --schema chat"/,
    );
  });

  it('are refused in a database that cannot keep every character', async (test) => {
    await server.ask(
      "create database latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'",
    );
    const options = { connection: server.url('latin') };
    await expect(ObservedDelivery.open(test, postgresDelivery(options))).rejects.toThrow(
      /"delivery\.connection" is a database with the encoding LATIN1, .+; give one with the encoding UTF8/,
    );
  });

  it('are refused if a later release has made them', async (test) => {
    const options = { connection: server.url(), schema: 'later' };
    await server.ask(migrationSql('later'));
    await server.ask('update later.format set version = 99');
    await expect(ObservedDelivery.open(test, postgresDelivery(options))).rejects.toThrow(
      /"delivery\.schema" is "later", whose tables have format 99 of a later release/,
    );
  });

  it('are upgraded from format 1 with what they hold', async (test) => {
    const options = { connection: await server.database('older') };
    const older = await ObservedDelivery.open(test, postgresDelivery(options));
    await older.delivery.accept(recordOf(1));
    await older.delivery.close();
    const client = new Client(options.connection);
    await client.connect();
    await client.query('drop table tencent_chat.log, tencent_chat.log_entry');
    await client.query('update tencent_chat.format set version = 1');
    await client.end();
    await expect(
      ObservedDelivery.open(test, postgresDelivery({ ...options, migrate: false })),
    ).rejects.toThrow(/the tables of the schema "tencent_chat" have the old format 1; run "npx/);
    const { delivery, completed } = await ObservedDelivery.open(test, postgresDelivery(options));
    delivery.start(new CountedHandler().handle);
    await eventually(() => completed.length === 1);
    expect(await delivery.log?.append('a', 'id', 1, 60_000)).toBe(true);
  });

  it('are made by a role that owns the database and is no superuser', async (test) => {
    const connection = server.url('owned', 'owner');
    const { delivery, completed } = await ObservedDelivery.open(test, postgresDelivery({ connection }));
    delivery.start(new CountedHandler().handle);
    await delivery.accept(recordOf(1));
    await eventually(() => completed.length === 1);
  });

  it('serve a role that may only read and write them', async (test) => {
    const connection = server.url('postgres', 'app');
    const options = { connection, schema: 'granted', deadLetters: { max: 1 }, retry: { attempts: 1 } };
    await server.ask(migrationSql('granted'));
    await expect(ObservedDelivery.open(test, postgresDelivery(options))).rejects.toThrow(
      /"delivery\.migrate" is true, and the role may not make or read the tables \(PostgreSQL: permission denied/,
    );
    await server.ask('grant usage on schema granted to app');
    await server.ask('grant select, insert, update, delete on all tables in schema granted to app');
    const opened = await ObservedDelivery.open(test, postgresDelivery(options));
    const { delivery } = opened;
    delivery.start(
      new CountedHandler(async ({ id }) => {
        if (id < recordOf(3).id) throw new Error('as the test wants it');
      }).handle,
    );
    for (const nth of [1, 2, 3]) await delivery.accept(recordOf(nth));
    // By then all statements of a process have run, those of the housekeeping as well.
    await eventually(() => opened.completed.length === 1);
    await eventually(async () => (await delivery.stats()).dead === 1);
    await delivery.shared?.advance('a', { order: 1, value: 1 }, 1);
    await eventually(async () => (await delivery.shared?.latest('a')) === undefined);
    await delivery.log?.append('a', 'id', 1, 1);
    expect((await delivery.log?.read('a'))?.values).toEqual([1]);
    await eventually(async () => (await delivery.log?.read('a'))?.values.length === 0);
    expect(await delivery.deadLetters.discard(recordOf(2).id)).toBe(true);
    await delivery.close();
    expect([...opened.down, ...opened.faults]).toEqual([]);
  });

  it('belong to registrations by their names', async (test) => {
    const connection = await server.database('names');
    const [one, other] = [
      await ObservedDelivery.open(test, postgresDelivery({ connection }), 'default'),
      await ObservedDelivery.open(test, postgresDelivery({ connection }), 'staging'),
    ];
    const [handler, others] = [new CountedHandler(), new CountedHandler()];
    one.delivery.start(handler.handle);
    other.delivery.start(others.handle);
    for (const { delivery } of [one, other]) expect(await delivery.accept(recordOf(1))).toBe('accepted');
    await eventually(() => one.completed.length + other.completed.length === 2);
    expect([handler.calls.size, others.calls.size]).toEqual([1, 1]);
  });
});

describe.runIf(hasPostgres())('an app with postgresDelivery', () => {
  it('starts without PostgreSQL, and recovers by itself', { timeout: 60_000 }, async ({ onTestFinished }) => {
    const server = await startPostgres();
    await server.stop();
    const log = { log: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const app = await createTestApp({
      options: { delivery: postgresDelivery({ connection: server.url() }) },
      logger: log,
    });
    onTestFinished(() => app.app.close());
    expect((await app.callback()).json).toMatchObject({
      ErrorInfo: expect.stringMatching(/PostgreSQL was not reached yet|PostgreSQL is away/),
      ErrorCode: 503,
    });
    const lines = () => [...log.error.mock.calls, ...log.log.mock.calls].flat().join('\n');
    await eventually(() => /the store is down: PostgreSQL is away: .*ECONNREFUSED/.test(lines()));
    await server.start();
    await eventually(async () => (await app.callback()).status === 200);
    await app.events.get('group.quotaAlarm');
    await eventually(() => /the store can be used again, after/.test(lines()));
  });

  it('receives with worker: false, and another instance handles', async ({ onTestFinished }) => {
    const server = await startPostgres();
    const start = async (worker: boolean) => {
      const app = await createTestApp({
        options: { delivery: postgresDelivery({ connection: server.url(), worker, pollMs: 50 }) },
      });
      onTestFinished(() => app.app.close());
      return app;
    };
    const [receiver, worker] = [await start(false), await start(true)];
    await receiver.callback();
    await worker.events.get('group.quotaAlarm');
    expect(receiver.events.names).toEqual([]);
  });
});

describe.runIf(hasPostgres())('synchronousCommit', () => {
  it('sets what a commit waits for: here a replica is missing, and no commit waits for it', async (test) => {
    // A commit that waits for a replica would never return.
    const server = await startPostgres();
    await server.ask(migrationSql('tencent_chat'));
    await server.ask(`alter system set synchronous_standby_names = '*'`);
    await server.ask('select pg_reload_conf()');
    const connection = server.url();
    const options = { connection, synchronousCommit: 'local', dedupeWindowMs: 0 } as const;
    const { delivery, completed, down } = await ObservedDelivery.open(test, postgresDelivery(options));
    delivery.start(new CountedHandler().handle);
    await delivery.accept(recordOf(1));
    await eventually(() => completed.length === 1);
    const death = { reason: 'invalid', handlers: [], attempts: 0, error: 'unlike its class' } as const;
    expect(await delivery.deadLetter(recordOf(2), death)).toBe(true);
    expect(await delivery.log?.append('a', 'id', 1, 60_000)).toBe(true);
    expect(down).toEqual([]);
    const strict = await ObservedDelivery.open(test, postgresDelivery({ connection }));
    await expect(strict.delivery.accept(recordOf(3))).rejects.toThrow(/PostgreSQL/);
  });
});

describe('the options of postgresDelivery', () => {
  const connection = 'postgres://app:secret@db.example.com/app';
  it.each<[object, RegExp]>([
    [{}, /"delivery\.connection" is missing; give postgres:\/\//],
    [{ connection: 'db.example.com' }, /"delivery\.connection" is a string; give postgres:\/\//],
    [{ connection: 'postgres://app@one:x,two/app' }, /"delivery\.connection" is a string/],
    [{ connection, schema: 'Chat' }, /"delivery\.schema" is a string; give lower-case letters/],
    [{ connection, schema: 'a; drop table b' }, /"delivery\.schema"/],
    [{ connection, schema: 'pg_chat' }, /"delivery\.schema"/],
    [{ connection, migrate: 'no' }, /"delivery\.migrate" is a string; give true or false/],
    [{ connection, pooler: 'session' }, /"delivery\.pooler" is a string; give 'transaction'/],
    [{ connection, worker: 1 }, /"delivery\.worker" is 1; give true or false/],
    [{ connection, pollMs: 0 }, /"delivery\.pollMs" is 0/],
    [{ connection, concurrency: 0 }, /"delivery\.concurrency" is 0/],
    [{ connection, synchronousCommit: 'maybe' }, /"delivery\.synchronousCommit" is a string; give one of on/],
    [
      { connection, synchronousCommit: 'off', pooler: 'transaction' },
      /"delivery\.synchronousCommit" is "off" through a pooler.*alter role … set synchronous_commit = off/,
    ],
    [{ connection, queueName: 'a' }, /"delivery\.queueName" is not known/],
  ])('reject %j with a message that names the option and no secret', (options, message) => {
    const create = () => postgresDelivery(options as PostgresDeliveryOptions);
    expect(create).toThrow(message);
    expect(create).not.toThrow(/secret/);
  });

  it.each([
    connection,
    'postgresql://app@one:5432,two:5433/app?target_session_attrs=read-write',
    'postgres://app@/app?host=/run/postgresql',
    { host: 'db.example.com', ssl: true },
  ])('accept the connection %j', (accepted) => {
    expect(() => postgresDelivery({ connection: accepted })).not.toThrow();
  });
});
